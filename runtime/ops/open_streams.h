#pragma once

#include <functional>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "runtime/ops/work_pool.h"

namespace lotse::ops {

// The streams that are open: not too many, and all of them can be told to end.
// Thread-safe.
class OpenStreams {
 public:
  explicit OpenStreams(size_t max_open) : max_open_(max_open) {}

  // Takes a stream, unless too many are open or Stop was called. `stop` is called
  // by Stop. It holds what it uses: it may still run when the stream has ended.
  [[nodiscard]] Offer Add(const void* stream, std::function<void()> stop);

  // Takes a stream off the list; nothing happens if it is not there.
  void Remove(const void* stream);

  // Tells all streams to end, and takes no more.
  void Stop();

 private:
  const size_t max_open_;
  absl::Mutex mutex_;
  absl::flat_hash_map<const void*, std::function<void()>> open_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace lotse::ops
