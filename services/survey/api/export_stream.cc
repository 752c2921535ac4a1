#include "services/survey/api/export_stream.h"

#include <utility>

#include "runtime/rpc/error.h"
#include "runtime/schema/request.h"
#include "services/survey/domain/export_rules.h"

namespace lotse::survey {

using v1alpha::ExportResponsesRequest;
using v1alpha::ExportResponsesResponse;

grpc::ServerWriteReactor<ExportResponsesResponse>* ExportStream::Begin(
    const resource::Api* api, ResponseStore* responses, grpc::CallbackServerContext* context,
    const ExportResponsesRequest* request) {
  // A status would wait behind the piece that nobody takes.
  auto waiting = std::make_shared<rpc::Waiting>(
      kMaxStandstill, [context](const absl::Status&) { context->TryCancel(); });
  auto call = api->shell()->BeginStream(context, request->GetDescriptor());
  auto* const stream =
      new ExportStream(api, responses, std::move(call), *request, std::move(waiting));
  api->shell()->WhenKnown(stream->call_, [stream] { stream->Start(); });
  return stream;
}

void ExportStream::Post(void (ExportStream::*step)()) {
  const absl::Status posted = api_.shell()->Post([this, step] { (this->*step)(); });
  if (!posted.ok()) End(posted);
}

void ExportStream::Start() {
  const schema::Method& method = api_.store()->schema().MethodOf(request_.GetDescriptor());
  absl::Status status = call_->Authorize(request_.name());
  if (status.ok()) {
    rpc::FieldViolations violations = schema::CheckRequest(method, request_);
    if (violations.empty()) violations = CheckExport(request_);
    status = rpc::InvalidFields(violations);
  }
  // Nothing to do when the shell stops: it takes no job for the next piece.
  if (status.ok()) status = api_.shell()->Open(*call_, [](absl::Status) {});
  status.ok() ? Post(&ExportStream::Prepare) : End(std::move(status));
}

void ExportStream::Prepare() {
  const absl::Status prepared = rpc::Guard([&] {
    auto begun = ResponseExport::Begin(*api_.store(), responses_,
                                       {resource::CauseOf(call_, ""), resource::PatienceOf(call_)},
                                       request_);
    if (begun.ok()) export_ = *std::move(begun);
    return begun.status();
  });
  prepared.ok() ? Note() : End(prepared);
}

void ExportStream::Note() {
  // As Api::LogRead, with a verb of its own and the purpose, which is destroyed with the reasons
  // of the wave when its personal content is erased.
  resource::Cause cause = resource::CauseOf(call_, "");
  cause.reason = request_.purpose();
  cause.renew = [renew = cause.renew, purpose = request_.purpose()] {
    absl::StatusOr<resource::Cause> now = renew();
    if (now.ok()) now->reason = purpose;
    return now;
  };
  api_.store()->Write(
      resource::PatienceOf(call_), std::move(cause),
      [this](resource::Tx& tx) -> absl::StatusOr<resource::Store::Fate> {
        if (absl::Status s = export_->CheckUnchanged(tx); !s.ok()) return s;
        tx.LogNote(request_.name(), VerbOfExport(request_.include_texts()));
        return resource::Store::Fate::kKeep;
      },
      [this](absl::Status noted) {
        if (!noted.ok()) return End(std::move(noted));
        call_->Noted();
        Continue();
      });
}

void ExportStream::Continue() {
  absl::Status status = call_->Authorize(request_.name());
  status.ok() ? Post(&ExportStream::SendNext) : End(std::move(status));
}

absl::Status ExportStream::Fill() {
  while (!is_whole_ && made_.size() - next_ <= kPieceBytes) {
    made_.erase(0, std::exchange(next_, 0));
    const absl::StatusOr<bool> whole = export_->Next(resource::PatienceOf(call_), &made_);
    if (!whole.ok()) return whole.status();
    is_whole_ = *whole;
  }
  response_.Clear();
  if (!std::exchange(begun_, true)) {
    response_.set_file_name(export_->file_name());
    response_.set_media_type(export_->media_type());
  }
  response_.set_data(made_.substr(next_, kPieceBytes));
  next_ += response_.data().size();
  sum_.Add(response_.data());
  is_sent_ = is_whole_ && next_ == made_.size();
  if (is_sent_) response_.set_sha256(sum_.FinishHex());
  return absl::OkStatus();
}

void ExportStream::SendNext() {
  absl::Status status = rpc::Guard([&] { return Fill(); });
  if (status.ok()) status = waiting_->Begin([this] { StartWrite(&response_); });
  if (!status.ok()) End(std::move(status));
}

void ExportStream::OnWriteDone(bool ok) {
  waiting_->Over();
  if (!ok) return End(rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "nobody reads it"));
  call_->Sent();
  is_sent_ ? End(absl::OkStatus()) : Continue();
}

}  // namespace lotse::survey
