#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/collection_feed.pb.h"
#include "runtime/history/recent.h"
#include "runtime/resource/store.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {

// How the collections of waves stand, for those who watch them: finds out at a Look of which
// waves it may have changed, and keeps what was told of the others, so that neither files nor
// resources are read where nothing happened. Thread-safe.
//
// Why nobody is given away: what is told is what TellCollection tells anybody who asks, and
// nothing is counted here. When it is told depends on the looks, which a clock makes, and not
// on answers; so whoever watches learns what somebody learns who asks at each look, and no
// more. It keeps nothing of the time before: not on disk, and in memory what was told last.
class CollectionFeed {
 public:
  // Waves whose files cannot be read are tried again so often.
  static constexpr absl::Duration kRetry = absl::Minutes(1);
  // What is kept of waves, in bytes of messages; beyond it all is told anew.
  static constexpr size_t kMaxKeptBytes = 32 << 20;

  // Both outlive it; the clock is not that of the days of waves.
  CollectionFeed(resource::Store* store, ResponseStore* responses,
                 std::function<absl::Time()> now = &absl::Now);

  // Somebody watches: changes from now on are found. As resource::Store::Read.
  absl::Status Begin();
  // Forgets all if nobody watches any more. Whoever begins is among those who watch before.
  void EndIf(absl::FunctionRef<bool()> nobody_watches);

  // The waves of which what is told may have become another since the last look.
  std::set<std::string> Look();

  // How the collection of a wave stands, with its strata; null if there is no such wave.
  using Told = std::shared_ptr<const v1alpha::WaveCollection>;
  absl::StatusOr<Told> TellOf(const std::string& wave);

 private:
  absl::Status Tell(const std::string& wave, v1alpha::WaveCollection* told);
  // Adds the waves that were changed themselves, or whose population was.
  absl::Status FindInLogs(std::set<std::string>* waves) ABSL_EXCLUSIVE_LOCKS_REQUIRED(looking_);
  // Adds those that are to be tried again by now.
  void TakeUnreadable(std::set<std::string>* waves) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  resource::Store* const store_;
  ResponseStore* const responses_;
  const std::function<absl::Time()> now_;
  // Whether something was committed since the logs were read.
  const std::shared_ptr<std::atomic<bool>> committed_;

  absl::Mutex looking_;  // Before mutex_.
  std::optional<history::Recent> recent_ ABSL_GUARDED_BY(looking_);
  absl::Mutex mutex_;
  // What is being told while a look finds that it changed is not kept.
  int64_t looks_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, Told> kept_ ABSL_GUARDED_BY(mutex_);
  size_t kept_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::set<std::string> unreadable_ ABSL_GUARDED_BY(mutex_);
  absl::Time retry_at_ ABSL_GUARDED_BY(mutex_);
};

// The names of the waves of a parent (domain/collection_scope.h) that the view of the
// transaction shows and that are not deleted, in the order of their names; a wave that is the
// parent itself in any case. RESOURCE_NOT_FOUND if the survey or wave is not there.
absl::StatusOr<std::vector<std::string>> WavesOf(resource::Tx& tx, const std::string& parent);

}  // namespace lotse::survey
