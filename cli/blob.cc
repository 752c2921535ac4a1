// lotse blob put and get: files.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/catalog.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "google/rpc/error_details.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/types/sha256.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using type::v1alpha::Blob;
using type::v1alpha::DownloadBlobRequest;
using type::v1alpha::DownloadBlobResponse;
using type::v1alpha::UploadBlobRequest;

// Source: blob.proto.
constexpr size_t kMaxBytes = 16 << 20;
constexpr size_t kPieceBytes = 256 << 10;

bool TypeWasRefused(const absl::Status& status) {
  const google::rpc::Status said = DetailsOf(status);
  for (const google::protobuf::Any& any : said.details()) {
    google::rpc::BadRequest wrong;
    if (!any.UnpackTo(&wrong)) continue;
    for (const auto& violation : wrong.field_violations()) {
      if (violation.field() == "head.blob.media_type") return true;
    }
  }
  return false;
}

}  // namespace

absl::Status RunBlobPut(const Invocation& invocation) {
  const Args& args = invocation.args;
  if (!args.Has("parent") || !args.Has("type")) {
    return UsageError("give --parent=NAME and --type=TYPE, for example --type=application/pdf");
  }
  const auto& method = *MethodOfRequest(*UploadBlobRequest::descriptor());
  const absl::StatusOr<std::string> service = ServiceFor(method, invocation);
  if (!service.ok()) return service.status();
  const std::string& path = args.positional[0];
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return content.status();
  if (content->empty() || content->size() > kMaxBytes) {
    return DataError(absl::StrCat(path, ": a file has 1 byte to 16 MiB"));
  }
  UploadBlobRequest request;
  Blob stored;
  size_t sent = 0;
  const auto next = [&] {
    request.Clear();
    if (sent == 0) {
      auto* head = request.mutable_head();
      head->set_parent(args.Get("parent"));
      head->mutable_blob()->set_file_name(path.substr(path.rfind('/') + 1));
      head->mutable_blob()->set_media_type(args.Get("type"));
      head->set_sha256(types::Sha256Hex(*content));
      head->set_request_id(types::NewRandomUuid());
    }
    request.set_piece(content->substr(sent, kPieceBytes));
    sent += request.piece().size();
    return !request.piece().empty();
  };
  Client client(invocation.settings);
  absl::Status status = client.Stream(*service, method, &request, next, &stored, [] {});
  if (TypeWasRefused(status)) {
    return WithLine(status, "the types that are taken are listed by lotse help blob put");
  }
  if (!status.ok()) return status;
  invocation.environment.out << MessageJson(stored, !invocation.settings.json);
  return status;
}

absl::Status RunBlobGet(const Invocation& invocation) {
  const std::string out = invocation.args.Get("out");
  if (out.empty()) return UsageError("where to? Give --out=FILE");
  const auto& method = *MethodOfRequest(*DownloadBlobRequest::descriptor());
  const absl::StatusOr<std::string> service = ServiceFor(method, invocation);
  if (!service.ok()) return service.status();
  if (absl::Status s = CheckWritable(out); !s.ok()) return s;
  DownloadBlobRequest request;
  request.set_name(invocation.args.positional[0]);
  DownloadBlobResponse response;
  Blob blob;
  std::string content;
  bool sent = false;
  Client client(invocation.settings);
  absl::Status status = client.Stream(
      *service, method, &request, [&] { return !std::exchange(sent, true); }, &response,
      [&] {
        if (response.has_blob()) blob = response.blob();
        content += response.piece();
      });
  if (!status.ok()) return status;
  if (types::Sha256Hex(content) != blob.sha256()) {
    return DataError("what came does not have the sum of the file; nothing was written");
  }
  return WriteFileAtomically(out, content);
}

}  // namespace lotse::cli
