#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <cstdint>

#include "absl/status/status.h"

namespace lotse::sql {

// Turns faults of SQLite into statuses and remembers what they say about the
// store. Thread-safe.
class Health {
 public:
  absl::Status Translate(const SQLite::Exception& fault);
  // Says that a commit is on disk, so there is room again.
  void Wrote() { failed_at_us_ = 0; }
  bool corrupt() const { return corrupt_; }
  // See Database::writable.
  bool writable() const;

  static absl::Status Unavailable();
  static absl::Status Corrupt();
  static absl::Status CallerGone();

 private:
  std::atomic<bool> corrupt_ = false;
  std::atomic<int64_t> failed_at_us_ = 0;
};

}  // namespace lotse::sql
