#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/ops/log.h"
#include "services/reporting/follow/mirror.h"

namespace lotse::reporting {

// Follows the feed of one service into the mirror, on a thread of its own: of all owners, and of
// the kinds that are followed. After a restore there the feed is another one, and is read from
// its start.
class FeedFollower {
 public:
  using Request = type::v1alpha::ListChangesRequest;
  using Response = type::v1alpha::ListChangesResponse;
  // Asks ChangeService.ListChanges of the service. Called on one thread.
  using Source = std::function<absl::StatusOr<Response>(const Request&)>;

  // How often it asks by itself.
  static constexpr absl::Duration kPause = absl::Seconds(1);
  // Changes of a page, and so of a transaction.
  static constexpr int kPageSize = 1000;

  // How a service is followed.
  struct Options {
    // `engagement` or `survey`.
    std::string service;
    Source source;
    // The time that is noted.
    std::function<absl::Time()> clock;
    // What to check if the service could not be asked for the reason `what`; may be empty.
    std::function<std::string(absl::string_view what)> advice;
  };

  // Mirror, log and registry outlive it.
  FeedFollower(Options options, Mirror* mirror, ops::Log* log, prometheus::Registry* registry);
  // Waits for a page that is on its way.
  ~FeedFollower();

  // Goes on asking, on a thread of its own.
  void Start();
  // Asks once, to the end of the feed. Not while the thread does.
  absl::Status Follow();

  // Waits until the mirror has all that was committed in the service before the call: for
  // `patience` after the last page that came, and at most until `deadline`. False if the service
  // could not be read to the end by then. For any thread, after Start.
  bool CatchUp(absl::Duration patience, absl::Time deadline);

 private:
  void Work();
  absl::Status ReadToTheEnd();
  void Tell(const absl::Status& status);
  bool Stopping() const;

  const Options options_;
  Mirror* const mirror_;
  ops::Log* const log_;
  prometheus::Gauge& last_success_;
  prometheus::Counter& entries_;
  prometheus::Counter& rebuilds_;
  bool failing_ = false;  // Used by the thread.

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool wanted_ ABSL_GUARDED_BY(mutex_) = false;   // Whether somebody waits for the next round.
  int64_t begun_ ABSL_GUARDED_BY(mutex_) = 0;     // Rounds that began.
  int64_t ended_ ABSL_GUARDED_BY(mutex_) = 0;     // Rounds that ended.
  bool reached_ ABSL_GUARDED_BY(mutex_) = false;  // Whether the last one came to the end.
  int64_t pages_ ABSL_GUARDED_BY(mutex_) = 0;     // Pages that came.
  std::thread thread_;
};

}  // namespace lotse::reporting
