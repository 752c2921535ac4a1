#include "runtime/ops/caller_limits.h"

#include <algorithm>
#include <optional>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "runtime/edge/ip_address.h"

namespace lotse::ops {
namespace {

constexpr size_t kBuckets = 1024;
constexpr size_t kNetBytes = 8;  // Of an IPv6 address: what one customer has.

}  // namespace

// A bucket that fills at the rate of the limit, and holds two seconds of it.
CallerLimits::State& CallerLimits::Fill(absl::string_view who, absl::Time now) {
  State& state = callers_[who];
  const double full = 2.0 * options_.calls_per_second;
  const double filled = absl::ToDoubleSeconds(now - state.then) * options_.calls_per_second;
  state.left = std::min(full, state.left + std::max(filled, 0.0));
  state.then = now;
  return state;
}

CallerLimits::Verdict CallerLimits::Begin(absl::string_view who, bool is_stream, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (callers_.size() > kMaxIdle && !callers_.contains(who)) ForgetIdle(now);
  State& state = Fill(who, now);
  if (state.left < 1) return Verdict::kTooFast;
  if (is_stream ? state.streams >= options_.streams : state.calls >= options_.calls_at_once) {
    return is_stream ? Verdict::kTooManyStreams : Verdict::kTooManyCalls;
  }
  state.left -= 1;
  ++(is_stream ? state.streams : state.calls);
  return Verdict::kTaken;
}

void CallerLimits::End(absl::string_view who, bool is_stream) {
  absl::MutexLock lock(&mutex_);
  State& state = callers_[who];
  --(is_stream ? state.streams : state.calls);
}

bool CallerLimits::TakeItem(absl::string_view who, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  State& state = Fill(who, now);
  if (state.left < 1) return false;
  state.left -= 1;
  return true;
}

// Who has no call and a full bucket is as somebody who never came.
void CallerLimits::ForgetIdle(absl::Time now) {
  constexpr absl::Duration kFilled = absl::Seconds(2);
  absl::erase_if(callers_, [&](const auto& entry) {
    const State& state = entry.second;
    return state.calls == 0 && state.streams == 0 && now - state.then >= kFilled;
  });
}

std::string BucketOf(absl::string_view peer) {
  const std::optional<edge::IpAddress> address = edge::IpOfPeer(peer);
  const auto hash = [&] {
    if (!address.has_value()) return absl::HashOf(peer.substr(0, peer.rfind(':')));
    const size_t bytes = address->is_v6 ? kNetBytes : address->bytes.size();
    return absl::HashOf(address->is_v6, absl::MakeConstSpan(address->bytes).first(bytes));
  };
  return absl::StrCat("address ", hash() % kBuckets);
}

}  // namespace lotse::ops
