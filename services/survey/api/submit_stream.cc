#include "services/survey/api/submit_stream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/request.h"

namespace lotse::survey {

using v1alpha::SubmitResponseRequest;
using v1alpha::SubmitResponsesRequest;

namespace {

absl::Status CallerGone() {
  return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller is gone");
}

}  // namespace

SubmitStream* SubmitStream::Begin(const resource::Api* api, grpc::CallbackServerContext* context,
                                  Use use, absl::Duration max_standstill) {
  auto call = api->shell()->BeginStream(context, SubmitResponsesRequest::descriptor());
  std::shared_ptr<SubmitStream> stream(new SubmitStream(api, std::move(call), std::move(use)));
  SubmitStream* const begun = stream.get();
  stream->self_ = stream;
  stream->Start(max_standstill);
  return begun;
}

SubmitStream::SubmitStream(const resource::Api* api, std::shared_ptr<rpc::Call> call, Use use)
    : api_(api),
      call_(std::move(call)),
      use_(std::move(use)),
      method_(api->store()->schema().MethodOf(SubmitResponsesRequest::descriptor())) {}

void SubmitStream::Start(absl::Duration max_standstill) {
  const std::weak_ptr<SubmitStream> weak = weak_from_this();
  // The read that is given up is not to come any more.
  reading_wait_ = std::make_shared<rpc::Waiting>(max_standstill, [weak](absl::Status end) {
    const auto self = weak.lock();
    if (self == nullptr) return;
    Next next;
    {
      absl::MutexLock lock(&self->mutex_);
      if (self->end_.ok()) self->end_ = std::move(end);
      self->reading_ = false;
      next = self->Choose();
    }
    self->Do(next);
  });
  // A status would wait behind the results that nobody takes.
  writing_wait_ = std::make_shared<rpc::Waiting>(
      max_standstill, [call = call_](const absl::Status&) { call->Cancel(); });
  rpc::Shell* const shell = api_->shell();
  shell->WhenKnown(call_, [self = shared_from_this(), weak, shell] {
    absl::Status opened = shell->Open(*self->call_, [weak](absl::Status end) {
      if (const auto stream = weak.lock()) stream->End(std::move(end));
    });
    {
      absl::MutexLock lock(&self->mutex_);
      self->started_ = true;
    }
    opened.ok() ? self->GoOn() : self->End(std::move(opened));
  });
}

void SubmitStream::OnReadDone(bool ok) {
  if (!reading_wait_->Over()) return;
  if (ok) call_->Received();
  // A read also ends when the connection breaks.
  absl::Status status = !ok && call_->gone() ? CallerGone() : absl::OkStatus();
  if (!ok) in_.Clear();
  if (status.ok() && (ok || !has_parent_)) status = TakeMessage();
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    all_read_ = !ok;
  }
  status.ok() ? GoOn() : End(std::move(status));
}

// As a call of its own: asks first, then looks at the request, then at what is stored.
absl::Status SubmitStream::TakeParent() {
  parent_ = in_.parent();
  if (absl::Status s = call_->Authorize(parent_); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(schema::CheckRequest(method_, in_)); !s.ok()) return s;
  return rpc::Guard([this] { return use_.check(parent_); });
}

absl::Status SubmitStream::TakeMessage() {
  if (!std::exchange(has_parent_, true)) {
    if (absl::Status s = TakeParent(); !s.ok()) return s;
  } else if (!in_.parent().empty()) {
    return rpc::InvalidFields({{"parent", "stands in the first message only"}});
  }
  if (in_.items_size() > kMaxItems) {
    return rpc::InvalidFields({{"items", absl::StrCat("too many; send at most ", kMaxItems)}});
  }
  {
    absl::MutexLock lock(&mutex_);
    if (!end_.ok()) return end_;
    under_way_ += in_.items_size();
  }
  for (SubmitResponseRequest& item : *in_.mutable_items()) TakeItem(&item);
  return absl::OkStatus();
}

void SubmitStream::TakeItem(SubmitResponseRequest* request) {
  const auto item = std::make_shared<Item>();
  item->request.Swap(request);
  item->number = ++taken_;
  item->bytes = item->request.ByteSizeLong();
  {
    absl::MutexLock lock(&mutex_);
    bytes_ += item->bytes;
  }
  absl::Status status = Check(item.get());
  if (status.ok()) {
    const absl::Time until =
        std::min(call_->deadline(), absl::Now() + api_->shell()->options().max_duration);
    const auto self = shared_from_this();
    Submission submission = {{until, [call = call_] { return call->gone(); }},
                             [self, item] {
                               absl::Status allowed = self->AuthorizeAgain();
                               item->forbidden = !allowed.ok();
                               return allowed;
                             },
                             [self, item](const absl::Status& done) { self->Done(item, done); }};
    status = rpc::Guard([&] {
      use_.take(item->request, std::move(submission), &item->reply);
      return absl::OkStatus();
    });
  }
  if (!status.ok()) Done(item, status);
}

absl::Status SubmitStream::Check(Item* item) {
  if (absl::Status s = AuthorizeAgain(); !s.ok()) {
    item->forbidden = true;
    return s;
  }
  if (absl::Status s = call_->CountItem(); !s.ok()) return s;
  if (!item->request.parent().empty()) {
    return rpc::InvalidFields({{"parent", "is that of the stream; leave it empty"}});
  }
  item->request.set_parent(parent_);
  return absl::OkStatus();
}

absl::Status SubmitStream::AuthorizeAgain() {
  absl::MutexLock lock(&asking_);
  return call_->AuthorizeAgain();
}

void SubmitStream::Done(const std::shared_ptr<Item>& item, const absl::Status& status) {
  v1alpha::SubmitResponsesResponse::Result result;
  result.set_item(item->number);
  if (status.ok()) {
    *result.mutable_response() = std::move(item->reply);
  } else {
    *result.mutable_error() = call_->ItemError(status);
  }
  {
    absl::MutexLock lock(&mutex_);
    bytes_ -= item->bytes;
    *results_.add_results() = std::move(result);
  }
  item->forbidden ? End(status) : GoOn();
}

void SubmitStream::OnWriteDone(bool ok) {
  writing_wait_->Over();
  if (ok) call_->Sent();
  WriteEnded(ok);
  ok ? GoOn() : End(CallerGone());
}

void SubmitStream::WriteEnded(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  under_way_ -= out_.results_size();
  lost_ |= !ok;
}

void SubmitStream::OnCancel() { End(CallerGone()); }

void SubmitStream::End(absl::Status status) {
  const auto self = shared_from_this();  // The end may come while what waits is stopped.
  {
    absl::MutexLock lock(&mutex_);
    if (end_.ok()) end_ = status;
  }
  reading_wait_->Stop(std::move(status));
  GoOn();
}

void SubmitStream::GoOn() {
  Next next;
  {
    absl::MutexLock lock(&mutex_);
    next = Choose();
  }
  Do(next);
}

bool SubmitStream::HasRoom() const {
  return under_way_ + kMaxItems <= kMaxUnderWay && bytes_ < kMaxBytesUnderWay;
}

SubmitStream::Next SubmitStream::Choose() {
  Next next;
  if (!started_ || finished_) return next;
  if (lost_) {
    under_way_ -= results_.results_size();
    results_.Clear();
  }
  if (!writing_ && results_.results_size() > 0) {
    out_.Clear();
    out_.Swap(&results_);
    writing_ = next.write = true;
  }
  const bool ends = all_read_ || !end_.ok();
  if (!reading_ && !ends && HasRoom()) reading_ = next.read = true;
  if (ends && !reading_ && !writing_ && under_way_ == 0) finished_ = next.finish = true;
  return next;
}

void SubmitStream::Do(Next next) {
  // One that was cut is cancelled, and told so by OnCancel.
  if (next.write && !writing_wait_->Begin([this] { StartWrite(&out_); }).ok()) {
    WriteEnded(false);
    GoOn();
  }
  if (next.read && !reading_wait_->Begin([this] { StartRead(&in_); }).ok()) {
    {
      absl::MutexLock lock(&mutex_);
      reading_ = false;
    }
    GoOn();
  }
  if (!next.finish) return;
  absl::Status end;
  {
    absl::MutexLock lock(&mutex_);
    end = end_;
  }
  Finish(call_->End(std::move(end)));
}

}  // namespace lotse::survey
