#pragma once

#include <cstdint>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "runtime/resource/store.h"

namespace lotse::engagement {

// How many are overdue today in Europe/Berlin, of all programmes and their engagements together
// (invariant 17).
struct Overdue {
  // As ListDueItems tells them.
  int64_t measures = 0;
  int64_t phases = 0;
  // Reporting duties of which nothing was handed in, as ListReportingDuties tells them.
  int64_t reports = 0;
};

// Counts them for operators, on a thread of its own: page by page, each in a read of its own, so
// that nobody waits for it.
class OverdueWatch {
 public:
  // How often it counts. What is overdue changes at midnight and when people do something.
  static constexpr absl::Duration kPause = absl::Minutes(10);

  // Is told what was counted. Where it could not be read nobody is told, but whoever calls.
  using Told = std::function<void(const Overdue&)>;

  // The store outlives it.
  OverdueWatch(resource::Store* store, Told told) : store_(store), told_(std::move(told)) {}
  // Stops, after the page it is at.
  ~OverdueWatch();

  // Goes on counting, at once and then every `pause`.
  void Start(absl::Duration pause = kPause);

  // Counts once. CANCELLED if it is being stopped; errors as resource::Store::Read.
  absl::StatusOr<Overdue> Count();

 private:
  absl::Status CountItems(const std::string& programme, Overdue* overdue);
  absl::Status CountReports(Overdue* overdue);
  void Work(absl::Duration pause);
  bool stopping();

  resource::Store* const store_;
  const Told told_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lotse::engagement
