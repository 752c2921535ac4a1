#pragma once

#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <string>

namespace lotse::sql {

// How much may wait to be written to a database, and where that is counted.
struct WriteLimits {
  // Not explicit: most say only how much.
  WriteLimits(size_t most = 1024) : max_waiting(most) {}  // NOLINT(google-explicit-constructor)

  // Writes that may wait; more are refused with OVERLOADED.
  size_t max_waiting;
  // How many wait, and how long a commit that changed something took until it was on disk, in
  // seconds; null: not counted. They outlive the database, and several may share them.
  prometheus::Gauge* waiting = nullptr;
  prometheus::Histogram* commit_seconds = nullptr;
};

// Such limits with metrics in `registry`: `lotse_store_writes_waiting` and
// `lotse_store_commit_seconds`, whose label `store` says what is written.
WriteLimits MeasuredWrites(size_t max_waiting, const std::string& store,
                           prometheus::Registry* registry);

}  // namespace lotse::sql
