#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/variant.h"

namespace lotse::ops {

// One value of a log line.
using LogValue = absl::variant<std::string, int64_t>;
using LogFields = std::initializer_list<std::pair<absl::string_view, LogValue>>;

// Writes one JSON object per line: `time` (UTC, microseconds), `level`,
// `service`, `event` and the fields of the event. What is logged never holds an
// answer, a free text or a token; so fields are named one by one and there is no
// way to log a message as a whole.
//
// Lines are written by a thread of their own from a bounded queue, together with
// those of the next milliseconds: a reader that is stuck blocks no call. What does not fit is
// dropped, counted, and the count is logged. Thread-safe.
class Log {
 public:
  // Writes to `fd`, which outlives the log.
  Log(std::string service, int fd, size_t max_waiting = 10000);
  // Writes what waits.
  ~Log();

  void Info(absl::string_view event, LogFields fields = {}) { Add("info", event, fields); }
  void Warning(absl::string_view event, LogFields fields = {}) { Add("warning", event, fields); }
  void Error(absl::string_view event, LogFields fields = {}) { Add("error", event, fields); }

  // Waits until what was added before is written, but for `patience` at most: for whoever ends
  // the process at once.
  void Flush(absl::Duration patience);

  // Lines that did not fit, since the start.
  int64_t dropped() const;

 private:
  void Add(absl::string_view level, absl::string_view event, LogFields fields);
  void Work();
  void Write(absl::string_view text) const;

  const std::string service_;
  const int fd_;
  const size_t max_waiting_;
  mutable absl::Mutex mutex_;
  std::deque<std::string> waiting_ ABSL_GUARDED_BY(mutex_);
  int64_t dropped_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t told_dropped_ ABSL_GUARDED_BY(mutex_) = 0;  // Those that a line told of.
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread writer_;
};

// `text` as a JSON string with quotes. Bytes that are not UTF-8 become U+FFFD.
std::string JsonString(absl::string_view text);

}  // namespace lotse::ops
