#include "cli/blob_client.h"

#include <utility>

#include "cli/catalog.h"
#include "cli/failure.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/types/sha256.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {

using type::v1alpha::Blob;
using type::v1alpha::DownloadBlobRequest;
using type::v1alpha::DownloadBlobResponse;
using type::v1alpha::UploadBlobRequest;

namespace {

constexpr size_t kPieceBytes = 256 << 10;

}  // namespace

absl::Status PutBlob(Client* client, const std::string& service, const std::string& parent,
                     const std::string& file_name, const std::string& media_type,
                     const std::string& content, Blob* stored) {
  UploadBlobRequest request;
  size_t sent = 0;
  const auto next = [&] {
    request.Clear();
    if (sent == 0) {
      auto* head = request.mutable_head();
      head->set_parent(parent);
      head->mutable_blob()->set_file_name(file_name);
      head->mutable_blob()->set_media_type(media_type);
      head->set_sha256(types::Sha256Hex(content));
      head->set_request_id(types::NewRandomUuid());
    }
    request.set_piece(content.substr(sent, kPieceBytes));
    sent += request.piece().size();
    return !request.piece().empty();
  };
  return client->Stream(service, *MethodOfRequest(*UploadBlobRequest::descriptor()), &request, next,
                        stored, [] {});
}

absl::StatusOr<std::string> GetBlob(Client* client, const std::string& service,
                                    const std::string& name) {
  DownloadBlobRequest request;
  request.set_name(name);
  DownloadBlobResponse response;
  Blob blob;
  std::string content;
  bool sent = false;
  const absl::Status status = client->Stream(
      service, *MethodOfRequest(*DownloadBlobRequest::descriptor()), &request,
      [&] { return !std::exchange(sent, true); }, &response,
      [&] {
        if (response.has_blob()) blob = response.blob();
        content += response.piece();
      });
  if (!status.ok()) return status;
  if (types::Sha256Hex(content) != blob.sha256()) {
    return DataError("what came does not have the sum of the file; nothing was written");
  }
  return content;
}

}  // namespace lotse::cli
