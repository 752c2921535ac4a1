#include "services/reporting/api/artifact_stream.h"

#include "runtime/rpc/error.h"
#include "runtime/schema/request.h"

namespace lotse::reporting {

using v1alpha::GetArtifactRequest;
using v1alpha::GetArtifactResponse;

grpc::ServerWriteReactor<GetArtifactResponse>* ArtifactStream::Begin(
    const resource::Api* api, std::atomic<int>* running, grpc::CallbackServerContext* context,
    const GetArtifactRequest* request) {
  // A status would wait behind the piece that nobody takes.
  auto waiting = std::make_shared<rpc::Waiting>(
      kMaxStandstill, [context](const absl::Status&) { context->TryCancel(); });
  auto call = api->shell()->BeginStream(context, request->GetDescriptor());
  auto* const stream =
      new ArtifactStream(api, running, std::move(call), *request, std::move(waiting));
  api->shell()->WhenKnown(stream->call_, [stream] { stream->Start(); });
  return stream;
}

void ArtifactStream::Start() {
  absl::Status status = TakeIn();
  if (status.ok()) status = api_.shell()->Post([this] { Make(); });
  if (!status.ok()) End(std::move(status));
}

absl::Status ArtifactStream::TakeIn() {
  const schema::Method& method = api_.store()->schema().MethodOf(request_.GetDescriptor());
  if (absl::Status s = call_->Authorize(request_.name()); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(schema::CheckRequest(method, request_)); !s.ok()) {
    return s;
  }
  // Nothing to do when the shell stops: Authorize says so before the next piece.
  if (absl::Status s = api_.shell()->Open(*call_, [](absl::Status) {}); !s.ok()) return s;
  counted_ = true;
  if (++running_ <= kMaxAtOnce) return absl::OkStatus();
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                         "too many files are being read already; try again later", 5);
}

void ArtifactStream::Make() {
  const absl::Status made = rpc::Guard([&] {
    auto file = GetArtifact({*api_.store(), call_->view(), resource::PatienceOf(call_)}, request_);
    if (file.ok()) file_ = *std::move(file);
    return file.status();
  });
  made.ok() ? SendNext() : End(made);
}

void ArtifactStream::SendNext() {
  absl::Status status = call_->Authorize(request_.name());
  if (status.ok()) {
    response_.Clear();
    if (!std::exchange(begun_, true)) {
      *response_.mutable_head() = file_.head;
    } else {
      response_.set_data(file_.content.substr(position_, kPieceBytes));
      position_ += response_.data().size();
    }
    status = waiting_->Begin([this] { StartWrite(&response_); });
  }
  if (!status.ok()) End(std::move(status));
}

void ArtifactStream::OnWriteDone(bool ok) {
  waiting_->Over();
  if (!ok) return End(rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "nobody reads it"));
  call_->Sent();
  position_ < file_.content.size() ? SendNext() : End(absl::OkStatus());
}

}  // namespace lotse::reporting
