#include "services/reporting/follow/feed_follower.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "runtime/rpc/error.h"

namespace lotse::reporting {

FeedFollower::FeedFollower(Options options, Mirror* mirror, ops::Log* log,
                           prometheus::Registry* registry)
    : options_(std::move(options)),
      mirror_(mirror),
      log_(log),
      last_success_(prometheus::BuildGauge()
                        .Name("lotse_reporting_feed_last_success_timestamp_seconds")
                        .Help("When the changes of a service were last read to their end.")
                        .Register(*registry)
                        .Add({{"service", options_.service}})),
      entries_(prometheus::BuildCounter()
                   .Name("lotse_reporting_feed_entries_total")
                   .Help("Changes of a service that were taken into the mirror.")
                   .Register(*registry)
                   .Add({{"service", options_.service}})),
      rebuilds_(prometheus::BuildCounter()
                    .Name("lotse_reporting_mirror_rebuilds_total")
                    .Help("How often the changes of a service were read from the first on.")
                    .Register(*registry)
                    .Add({{"service", options_.service}})) {}

FeedFollower::~FeedFollower() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void FeedFollower::Start() {
  thread_ = std::thread([this] { Work(); });
}

bool FeedFollower::Stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void FeedFollower::Work() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      wanted_ = false;
      ++begun_;
    }
    const absl::Status status = Follow();
    Tell(status);
    absl::MutexLock lock(&mutex_);
    reached_ = status.ok();
    ended_ = begun_;
    const auto go_on = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || wanted_; };
    mutex_.AwaitWithDeadline(absl::Condition(&go_on), absl::Now() + kPause);
    if (stopping_) return;
  }
}

absl::Status FeedFollower::Follow() {
  if (absl::Status s = mirror_->RebuildIfDamaged(); !s.ok()) return s;
  absl::Status read = ReadToTheEnd();
  if (rpc::ReasonOf(read) == type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN) {
    // The log there is another one, as after a restore.
    log_->Warning("feed_read_anew", {{"peer", options_.service}});
    if (absl::Status s = mirror_->StartAnew(options_.service); !s.ok()) return s;
    read = ReadToTheEnd();
  }
  if (read.ok()) last_success_.SetToCurrentTime();
  return read;
}

absl::Status FeedFollower::ReadToTheEnd() {
  Request request;
  request.set_parent("-");
  request.set_page_size(kPageSize);
  const auto& types = FollowedKinds::TypesOf(options_.service);
  request.mutable_resource_types()->Assign(types.begin(), types.end());
  for (bool more = true; more;) {
    // What is read is kept, so that it goes on from there.
    if (Stopping()) return absl::CancelledError("the service stops");
    const FeedPosition from = mirror_->PositionOf(options_.service);
    request.set_cursor(from.cursor);
    const absl::Time asked_at = options_.clock();
    const absl::StatusOr<Response> page = options_.source(request);
    if (!page.ok()) return page.status();
    const absl::Status applied = mirror_->Apply(options_.service, from, *page, asked_at);
    if (absl::IsAborted(applied)) continue;  // It is asked again from where the feed goes on now.
    if (!applied.ok()) return applied;
    entries_.Increment(page->changes_size());
    if (from.cursor.empty()) rebuilds_.Increment();
    more = page->more();
    absl::MutexLock lock(&mutex_);
    ++pages_;
  }
  return absl::OkStatus();
}

// Told once when it begins and once when it ends: it asks every second.
void FeedFollower::Tell(const absl::Status& status) {
  if (absl::IsCancelled(status) && Stopping()) return;
  if (std::exchange(failing_, !status.ok()) == failing_) return;
  if (failing_) {
    log_->Warning("feed_not_followed",
                  {{"peer", options_.service},
                   {"what", std::string(status.message())},
                   {"check", options_.advice ? options_.advice(status.message()) : ""}});
  } else {
    log_->Info("feed_followed", {{"peer", options_.service}});
  }
}

bool FeedFollower::CatchUp(absl::Duration patience, absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  // The round that is under way may have asked before.
  const int64_t round = begun_ + 1;
  wanted_ = true;
  while (true) {
    const int64_t pages = pages_;
    const auto news = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return stopping_ || ended_ >= round || pages_ != pages;
    };
    const absl::Time end = std::min(deadline, absl::Now() + patience);
    if (!mutex_.AwaitWithDeadline(absl::Condition(&news), end)) return false;
    if (ended_ >= round) return reached_;
    if (stopping_ || absl::Now() >= deadline) return false;
  }
}

}  // namespace lotse::reporting
