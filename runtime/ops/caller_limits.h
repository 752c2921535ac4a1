#pragma once

#include <cstddef>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lotse::ops {

// Keeps one caller from taking what is there for all: how many calls somebody begins in
// a second, and how many go on at once. Thread-safe.
class CallerLimits {
 public:
  struct Options {
    // Calls that somebody may begin in a second, lastingly; twice as many after a pause.
    int calls_per_second = 500;
    // Calls of somebody that may go on at once, streams aside.
    int calls_at_once = 128;
    // Streams of somebody that may be open.
    int streams = 16;
  };
  // What stands in the way.
  enum class Verdict { kTaken, kTooFast, kTooManyCalls, kTooManyStreams };

  // Callers that are remembered; more than that are forgotten as soon as they are idle.
  static constexpr size_t kMaxIdle = 10000;

  explicit CallerLimits(const Options& options) : options_(options) {}

  // Takes a call in if it is kTaken; then End is called once. `who` names a caller, or
  // those who share a bucket.
  Verdict Begin(absl::string_view who, bool is_stream, absl::Time now);
  void End(absl::string_view who, bool is_stream);

  // Counts an item of a stream that was taken in, as a call that begins; false if that is
  // too fast.
  bool TakeItem(absl::string_view who, absl::Time now);

 private:
  struct State {
    double left = 0;  // Calls that may begin at `then`.
    absl::Time then = absl::InfinitePast();
    int calls = 0;
    int streams = 0;
  };

  // What somebody may do by `now`.
  State& Fill(absl::string_view who, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetIdle(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, State> callers_ ABSL_GUARDED_BY(mutex_);
};

// The bucket of those who are not known, by what gRPC says of the other end: all of one
// address share it, of IPv6 all of one /64, and some addresses share one by chance. There
// are 1,024 of them, so whoever has many addresses fills no memory.
std::string BucketOf(absl::string_view peer);

}  // namespace lotse::ops
