#pragma once

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <functional>
#include <map>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/auth/grant_book.h"
#include "runtime/ops/log.h"

namespace lotse::auth {

// Follows the grants of lotse-engagement through its feed, in a service that does not
// keep them. What is known is kept in a file, so that it can go on when it starts while
// lotse-engagement is down: then with the grants of then, and it says since when in
// `lotse_grants_last_success_timestamp_seconds`. As long as there never were any, nobody
// has a grant.
class GrantFollower {
 public:
  using Request = type::v1alpha::ListChangesRequest;
  using Response = type::v1alpha::ListChangesResponse;
  // Asks ChangeService.ListChanges of lotse-engagement. Called on one thread.
  using Source = std::function<absl::StatusOr<Response>(const Request&)>;

  // How often it asks. A grant that is taken back counts no more after this.
  static constexpr absl::Duration kPause = absl::Seconds(1);

  // Begins with the copy in the file `path`, if there is one. What is known counts for
  // `max_age` after lotse-engagement last said so, also over a start. `book`, `log` and
  // `registry` outlive it.
  GrantFollower(std::string path, GrantBook* book, Source source, ops::Log* log,
                prometheus::Registry* registry, absl::Duration max_age = absl::InfiniteDuration());
  ~GrantFollower();

  // Goes on asking, on a thread of its own.
  void Start();
  // Asks once, to the end of the feed.
  absl::Status Follow();

 private:
  void Work();
  void ReadCopy();
  absl::Status WriteCopy();
  // Notes when the grants were known to be those of lotse-engagement.
  void Know(absl::Time at);
  absl::Status ReadToTheEnd(std::string* cursor, std::map<std::string, Grant>* grants,
                            bool* changed) const;
  void Tell(const absl::Status& status);

  const std::string path_;
  GrantBook* const book_;
  const Source source_;
  ops::Log* const log_;
  const absl::Duration max_age_;
  // The copy says at least so often when it was right: a little of the greatest age.
  const absl::Duration write_every_;
  prometheus::Gauge& last_success_;

  // Used by whoever follows.
  std::string cursor_;
  std::map<std::string, Grant> grants_;
  bool copy_is_old_ = false;  // What is known could not be written yet.
  absl::Time known_at_ = absl::InfinitePast();
  absl::Time written_at_ = absl::InfinitePast();
  bool failing_ = false;

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lotse::auth
