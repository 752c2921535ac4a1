#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "runtime/ops/config.pb.h"
#include "runtime/ops/log.h"

// The time that a file says, for development, demonstrations and tests
// (docs/adr/0018-development-clock.md).
namespace lotse::ops {

// What is wrong with `development_clock_file`, in one line that names the setting: it is
// for a daemon that listens on loopback and asks nobody who calls, and the file has a time.
// OK without the setting.
absl::Status CheckDevelopmentClock(const ServerConfig& config);

// A clock that stands at the time in a file (RFC 3339) until the file says a later one.
// It never goes back while the process runs: an earlier time, like a file that cannot be
// read or has no time, leaves it where it is, which the log tells once. Thread-safe.
class DevelopmentClock {
 public:
  // Reads the file, and tells the log that this clock is used. `log` outlives it.
  // InvalidArgument as CheckDevelopmentClock.
  static absl::StatusOr<std::unique_ptr<DevelopmentClock>> Start(const std::string& path, Log* log);

  // Reads the file anew.
  absl::Time Now();

 private:
  DevelopmentClock(std::string path, absl::Time now, Log* log);

  const std::string path_;
  Log* const log_;
  absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
  // What was told last, so that each fault is told once.
  std::string told_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::ops
