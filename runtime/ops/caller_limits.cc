#include "runtime/ops/caller_limits.h"

#include <algorithm>

namespace lotse::ops {

// A bucket that fills at the rate of the limit, and holds two seconds of it.
CallerLimits::Verdict CallerLimits::Begin(absl::string_view subject, bool is_stream,
                                          absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (callers_.size() > kMaxIdle && !callers_.contains(subject)) ForgetIdle(now);
  State& state = callers_[subject];
  const double full = 2.0 * options_.calls_per_second;
  const double filled = absl::ToDoubleSeconds(now - state.then) * options_.calls_per_second;
  state.left = std::min(full, state.left + std::max(filled, 0.0));
  state.then = now;
  if (state.left < 1) return Verdict::kTooFast;
  if (is_stream ? state.streams >= options_.streams : state.calls >= options_.calls_at_once) {
    return is_stream ? Verdict::kTooManyStreams : Verdict::kTooManyCalls;
  }
  state.left -= 1;
  ++(is_stream ? state.streams : state.calls);
  return Verdict::kTaken;
}

void CallerLimits::End(absl::string_view subject, bool is_stream) {
  absl::MutexLock lock(&mutex_);
  State& state = callers_[subject];
  --(is_stream ? state.streams : state.calls);
}

// Who has no call and a full bucket is as somebody who never came.
void CallerLimits::ForgetIdle(absl::Time now) {
  constexpr absl::Duration kFilled = absl::Seconds(2);
  absl::erase_if(callers_, [&](const auto& entry) {
    const State& state = entry.second;
    return state.calls == 0 && state.streams == 0 && now - state.then >= kFilled;
  });
}

}  // namespace lotse::ops
