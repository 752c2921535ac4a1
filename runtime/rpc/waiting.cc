#include "runtime/rpc/waiting.h"

#include <utility>

#include "runtime/rpc/error.h"

namespace lotse::rpc {

absl::Status Waiting::Begin(absl::FunctionRef<void()> start) {
  absl::MutexLock lock(&mutex_);
  if (!end_.ok()) return end_;
  since_ = Clock::now();
  waits_ = true;
  if (alarm_ == nullptr) SetAlarm(limit_);
  // Under the lock: after the end gRPC is to be given nothing more. It calls back
  // on a thread of its own.
  start();
  return absl::OkStatus();
}

bool Waiting::Over() {
  absl::MutexLock lock(&mutex_);
  return std::exchange(waits_, false);
}

void Waiting::Stop(absl::Status end) {
  absl::MutexLock lock(&mutex_);
  Cut(std::move(end));
}

void Waiting::Cut(absl::Status end) {
  if (!end_.ok()) return;
  end_ = std::move(end);
  if (std::exchange(waits_, false)) cut_(end_);
}

void Waiting::SetAlarm(std::chrono::milliseconds wait) {
  alarm_ = std::make_unique<grpc::Alarm>();  // One that rang is not set again.
  alarm_->Set(std::chrono::system_clock::now() + wait, [weak = weak_from_this()](bool rang) {
    const auto waiting = weak.lock();
    if (rang && waiting != nullptr) waiting->OnAlarm();
  });
}

void Waiting::OnAlarm() {
  absl::MutexLock lock(&mutex_);
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(
      waits_ ? Clock::now() - since_ : Clock::duration::zero());
  if (waited < limit_) return SetAlarm(limit_ - waited);
  Cut(Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
            "the stream stood still for too long; begin it anew"));
}

}  // namespace lotse::rpc
