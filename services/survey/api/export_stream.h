#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "lotse/survey/v1alpha/export_service.pb.h"
#include "runtime/resource/api.h"
#include "runtime/rpc/waiting.h"
#include "runtime/types/running_sha256.h"
#include "services/survey/app/export.h"

namespace lotse::survey {

// One call of ExportResponses. That somebody exports stands in the change log, with the purpose,
// before the first byte is sent. A piece is made only when the one before was taken, on a thread
// of the shell, and the caller's permission is asked for again before each; who takes none for too
// long is cut off.
class ExportStream final : public grpc::ServerWriteReactor<v1alpha::ExportResponsesResponse> {
 public:
  // Most bytes of the file in a message.
  static constexpr std::size_t kPieceBytes = 64 << 10;
  // So long a message may wait for its reader.
  static constexpr absl::Duration kMaxStandstill = absl::Seconds(60);

  // The answer to a call. What is given outlives it.
  static grpc::ServerWriteReactor<v1alpha::ExportResponsesResponse>* Begin(
      const resource::Api* api, ResponseStore* responses, grpc::CallbackServerContext* context,
      const v1alpha::ExportResponsesRequest* request);

 private:
  ExportStream(const resource::Api* api, ResponseStore* responses, std::shared_ptr<rpc::Call> call,
               const v1alpha::ExportResponsesRequest& request,
               std::shared_ptr<rpc::Waiting> waiting)
      : api_(*api),
        responses_(*responses),
        call_(std::move(call)),
        request_(request),
        waiting_(std::move(waiting)) {}

  void OnDone() override { delete this; }
  void OnWriteDone(bool ok) override;

  // In this order; from Continue to SendNext again and again.
  void Start();
  void Prepare();
  void Note();
  void Continue();
  void SendNext();

  // The next piece of the file.
  absl::Status Fill();
  // Does it on a thread of the shell.
  void Post(void (ExportStream::*step)());
  void End(absl::Status status) { Finish(call_->End(std::move(status))); }

  const resource::Api& api_;
  ResponseStore& responses_;
  const std::shared_ptr<rpc::Call> call_;
  const v1alpha::ExportResponsesRequest& request_;
  const std::shared_ptr<rpc::Waiting> waiting_;
  std::unique_ptr<ResponseExport> export_;
  v1alpha::ExportResponsesResponse response_;
  types::RunningSha256 sum_;
  std::string made_;       // What was not sent yet, and before it what was.
  std::size_t next_ = 0;   // Where in it that begins which was not.
  bool is_whole_ = false;  // Whether it is all that there is.
  bool is_sent_ = false;
  bool begun_ = false;
};

}  // namespace lotse::survey
