#pragma once

#include <atomic>

#include "absl/time/time.h"
#include "lotse/type/v1alpha/blob_service.grpc.pb.h"
#include "runtime/blob/content.h"
#include "runtime/resource/api.h"

namespace lotse::blob {

// What all uploads of a daemon share; outlives them.
struct Uploads {
  // So many at once: each takes up to twice kMaxBytes (blob_rules.h) of memory.
  static constexpr int kMax = 8;

  const resource::Api* api;
  // UploadBlob with its head as the request: the kernel finds parent and request id.
  schema::Method method;
  absl::Duration max_standstill;
  // Those whose head was taken.
  std::atomic<int> running = 0;
};

// Files; see blob_service.proto. The schema of the store has this service.
class BlobService final : public type::v1alpha::BlobService::CallbackService {
 public:
  // How long a caller may send no message of an upload, or take none of a download.
  static constexpr absl::Duration kMaxStandstill = absl::Seconds(60);
  using Context = grpc::CallbackServerContext;

  // `api` outlives the calls.
  explicit BlobService(const resource::Api* api, absl::Duration max_standstill = kMaxStandstill);

  // In streams.cc.
  grpc::ServerReadReactor<type::v1alpha::UploadBlobRequest>* UploadBlob(
      Context* context, type::v1alpha::Blob* reply) override;
  grpc::ServerWriteReactor<type::v1alpha::DownloadBlobResponse>* DownloadBlob(
      Context* context, const type::v1alpha::DownloadBlobRequest* request) override;

  grpc::ServerUnaryReactor* GetBlob(Context* context, const type::v1alpha::GetBlobRequest* request,
                                    type::v1alpha::Blob* reply) override {
    return api_->Run(context, request, reply);
  }
  grpc::ServerUnaryReactor* ListBlobs(Context* context,
                                      const type::v1alpha::ListBlobsRequest* request,
                                      type::v1alpha::ListBlobsResponse* reply) override {
    return api_->Run(context, request, reply);
  }
  grpc::ServerUnaryReactor* DeleteBlob(Context* context,
                                       const type::v1alpha::DeleteBlobRequest* request,
                                       google::protobuf::Empty* reply) override;

 private:
  const resource::Api* const api_;
  const absl::Duration max_standstill_;
  Uploads uploads_;
};

}  // namespace lotse::blob
