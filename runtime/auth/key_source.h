#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "runtime/auth/fetch.h"
#include "runtime/auth/jwks.h"
#include "runtime/ops/log.h"

namespace lotse::auth {

// Keys, and which ones in a row of sets they are.
struct KeySnapshot {
  // Null as long as none were read.
  std::shared_ptr<const Keys> keys;
  // Goes up whenever the keys become others; 0 as long as none were read.
  uint64_t generation = 0;
};

// The keys of an issuer, read from a file or an https address by a thread of its own
// and read again when they may have changed. The last good ones stay when the issuer is
// down or answers nonsense: that is logged once (`auth_keys_failed`) and shows in
// `lotse_auth_keys_refresh_total{result}` and
// `lotse_auth_keys_last_success_timestamp_seconds`. Thread-safe.
class KeySource {
 public:
  // How often it looks; tests are in more of a hurry.
  struct Times {
    // A file is looked at, and read if it changed.
    absl::Duration file_poll = absl::Seconds(1);
    // An address is asked again, also while it fails or has never answered.
    absl::Duration url_poll = absl::Minutes(5);
    absl::Duration url_retry = absl::Seconds(10);
    // Between two readings because of an unknown key at least.
    absl::Duration file_pause = absl::Seconds(1);
    absl::Duration url_pause = absl::Seconds(10);
    // An answer may take this long.
    absl::Duration fetch_timeout = absl::Seconds(2);
  };

  // InvalidArgument unless `location` is a path or an address that is allowed
  // (CheckUrl). Nothing is read.
  static absl::Status Check(const std::string& location);

  // Begins to read. `log` and `registry` outlive it. `authorities`: as FetchUrl.
  KeySource(std::string location, ops::Log* log, prometheus::Registry* registry, const Times& times,
            std::string authorities = "");
  KeySource(std::string location, ops::Log* log, prometheus::Registry* registry);
  // May wait for an answer that is under way.
  ~KeySource();

  KeySnapshot snapshot() const;
  // The generation of the snapshot; costs nothing.
  uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

  // Reads now and waits for it: the result of a reading that began after the call.
  absl::Status Refresh();

  // What comes of a token that names a key which was not known.
  enum class Search {
    kKnown,     // It is known by now.
    kUnderWay,  // The issuer is being asked: ask again in a moment.
    kInVain,    // It was asked a moment ago, and does not have it.
  };
  // Reads again in the background, unless that was done a moment ago. Never waits.
  Search Seek(absl::string_view kid);

 private:
  using Steady = std::chrono::steady_clock;

  void Work();
  // Reads if it is wanted, or may have changed.
  absl::Status Look(bool wanted);
  absl::Status Read();
  void Count(const absl::Status& status);
  bool Knows(absl::string_view kid) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string location_;
  const bool is_url_;
  const Times times_;
  const std::string authorities_;
  ops::Log* const log_;
  prometheus::Counter* ok_;
  prometheus::Counter* failed_;
  prometheus::Gauge* last_success_;

  // Of the reading thread alone.
  std::string text_;
  FileMark mark_;
  absl::Status status_;  // OK before the first reading: a failure is news.

  std::atomic<uint64_t> generation_ = 0;
  mutable absl::Mutex mutex_;
  KeySnapshot snapshot_ ABSL_GUARDED_BY(mutex_);
  // Readings that were begun and that ended, at most one of them under way.
  int64_t begun_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t ended_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status last_ ABSL_GUARDED_BY(mutex_);
  Steady::time_point last_begin_ ABSL_GUARDED_BY(mutex_);
  bool wanted_ ABSL_GUARDED_BY(mutex_) = true;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread reader_;
};

}  // namespace lotse::auth
