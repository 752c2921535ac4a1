#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <utility>

#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "runtime/resource/api.h"
#include "runtime/rpc/waiting.h"
#include "services/reporting/app/read_version.h"

namespace lotse::reporting {

// One call of GetArtifact. The file is read as a whole on a thread of the shell, as its hash is
// told first, and sent in pieces, each when the one before was taken; the caller's permission is
// asked for again before each. Who takes none for too long is cut off.
class ArtifactStream final : public grpc::ServerWriteReactor<v1alpha::GetArtifactResponse> {
 public:
  // Most bytes of the file in a message.
  static constexpr std::size_t kPieceBytes = 64 << 10;
  // So long a message may wait for its reader.
  static constexpr absl::Duration kMaxStandstill = absl::Seconds(60);
  // So many at once: each keeps its file in memory.
  static constexpr int kMaxAtOnce = 16;

  // The answer to a call. What is given outlives it; `running` counts those that have begun.
  static grpc::ServerWriteReactor<v1alpha::GetArtifactResponse>* Begin(
      const resource::Api* api, std::atomic<int>* running, grpc::CallbackServerContext* context,
      const v1alpha::GetArtifactRequest* request);

 private:
  ArtifactStream(const resource::Api* api, std::atomic<int>* running,
                 std::shared_ptr<rpc::Call> call, const v1alpha::GetArtifactRequest& request,
                 std::shared_ptr<rpc::Waiting> waiting)
      : api_(*api),
        running_(*running),
        call_(std::move(call)),
        request_(request),
        waiting_(std::move(waiting)) {}
  ~ArtifactStream() override {
    if (counted_) --running_;
  }

  void OnDone() override { delete this; }
  void OnWriteDone(bool ok) override;

  // In this order; SendNext again and again.
  void Start();
  absl::Status TakeIn();
  void Make();
  void SendNext();

  void End(absl::Status status) { Finish(call_->End(std::move(status))); }

  const resource::Api& api_;
  std::atomic<int>& running_;
  const std::shared_ptr<rpc::Call> call_;
  const v1alpha::GetArtifactRequest& request_;
  const std::shared_ptr<rpc::Waiting> waiting_;
  bool counted_ = false;
  VersionFile file_;
  v1alpha::GetArtifactResponse response_;
  bool begun_ = false;
  std::size_t position_ = 0;  // What of the content was sent.
};

}  // namespace lotse::reporting
