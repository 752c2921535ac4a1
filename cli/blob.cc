// lotse blob put and get: files.
#include "absl/strings/str_cat.h"
#include "cli/blob_client.h"
#include "cli/catalog.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "google/rpc/error_details.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"

namespace lotse::cli {
namespace {

using type::v1alpha::Blob;
using type::v1alpha::DownloadBlobRequest;
using type::v1alpha::UploadBlobRequest;

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
  if (content->empty() || content->size() > kMaxBlobBytes) {
    return DataError(absl::StrCat(path, ": a file has 1 byte to 16 MiB"));
  }
  Blob stored;
  Client client(invocation.settings);
  const absl::Status status =
      PutBlob(&client, *service, args.Get("parent"), path.substr(path.rfind('/') + 1),
              args.Get("type"), *content, &stored);
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
  Client client(invocation.settings);
  const absl::StatusOr<std::string> content =
      GetBlob(&client, *service, invocation.args.positional[0]);
  if (!content.ok()) return content.status();
  return WriteFileAtomically(out, *content);
}

}  // namespace lotse::cli
