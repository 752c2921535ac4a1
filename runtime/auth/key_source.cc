#include "runtime/auth/key_source.h"

#include <utility>

#include "absl/time/clock.h"

namespace lotse::auth {

KeySource::KeySource(std::string location, ops::Log* log, prometheus::Registry* registry)
    : KeySource(std::move(location), log, registry, Times()) {}

KeySource::KeySource(std::string location, ops::Log* log, prometheus::Registry* registry,
                     const Times& times, std::string authorities)
    : location_(std::move(location)),
      is_url_(IsUrl(location_)),
      times_(times),
      authorities_(std::move(authorities)),
      log_(log) {
  auto& readings = prometheus::BuildCounter()
                       .Name("lotse_auth_keys_refresh_total")
                       .Help("Readings of the keys of the token issuer.")
                       .Register(*registry);
  ok_ = &readings.Add({{"result", "ok"}});
  failed_ = &readings.Add({{"result", "failed"}});
  last_success_ = &prometheus::BuildGauge()
                       .Name("lotse_auth_keys_last_success_timestamp_seconds")
                       .Help("When the keys of the token issuer were last known to be right.")
                       .Register(*registry)
                       .Add({});
  reader_ = std::thread([this] { Work(); });
}

KeySource::~KeySource() {
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  reader_.join();
}

absl::Status KeySource::Check(const std::string& location) {
  if (location.empty()) return absl::InvalidArgumentError("missing");
  return IsUrl(location) ? CheckUrl(location) : absl::OkStatus();
}

KeySnapshot KeySource::snapshot() const {
  absl::MutexLock lock(&mutex_);
  return snapshot_;
}

absl::Status KeySource::Refresh() {
  absl::MutexLock lock(&mutex_);
  const int64_t mine = begun_ + 1;
  wanted_ = true;
  const auto done = [this, mine]()
                        ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return ended_ >= mine || stopped_; };
  mutex_.Await(absl::Condition(&done));
  return last_;
}

KeySource::Search KeySource::Seek(absl::string_view kid) {
  const absl::Duration pause = is_url_ ? times_.url_pause : times_.file_pause;
  absl::MutexLock lock(&mutex_);
  if (Knows(kid)) return Search::kKnown;
  if (begun_ > ended_ || wanted_) return Search::kUnderWay;
  if (absl::FromChrono(Steady::now() - last_begin_) < pause) return Search::kInVain;
  wanted_ = true;
  return Search::kUnderWay;
}

bool KeySource::Knows(absl::string_view kid) const {
  return snapshot_.keys != nullptr && snapshot_.keys->Has(kid);
}

void KeySource::Work() {
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopped_ || wanted_; };
  while (true) {
    bool wanted = false;
    {
      absl::MutexLock lock(&mutex_);
      // Short waits, also for an address: the clock of the machine may be set.
      mutex_.AwaitWithDeadline(absl::Condition(&ready), absl::Now() + times_.file_poll);
      if (stopped_) return;
      const absl::Duration since = absl::FromChrono(Steady::now() - last_begin_);
      const absl::Duration poll = status_.ok() ? times_.url_poll : times_.url_retry;
      if (!wanted_ && is_url_ && since < poll) continue;
      wanted = std::exchange(wanted_, false);
      if (wanted || is_url_) last_begin_ = Steady::now();
      ++begun_;
    }
    const absl::Status status = Look(wanted);
    absl::MutexLock lock(&mutex_);
    ++ended_;
    last_ = status;
  }
}

absl::Status KeySource::Look(bool wanted) {
  if (!is_url_ && !wanted && MarkOf(location_) == mark_) {
    if (status_.ok()) last_success_->SetToCurrentTime();
    return status_;
  }
  const absl::Status status = Read();
  Count(status);
  status_ = status;
  return status;
}

absl::Status KeySource::Read() {
  // Before the content, so that a change meanwhile is seen the next time.
  if (!is_url_) mark_ = MarkOf(location_);
  absl::StatusOr<std::string> text =
      is_url_ ? FetchUrl(location_, kMaxJwksBytes, times_.fetch_timeout, authorities_)
              : ReadFile(location_, kMaxJwksBytes);
  if (!text.ok()) return text.status();
  if (*text == text_) return absl::OkStatus();
  absl::StatusOr<Keys> keys = Keys::Parse(*text);
  if (!keys.ok()) return keys.status();
  text_ = *std::move(text);
  log_->Info("auth_keys_changed", {{"keys", static_cast<int64_t>(keys->all().size())},
                                   {"skipped", static_cast<int64_t>(keys->skipped())}});
  absl::MutexLock lock(&mutex_);
  snapshot_ = {std::make_shared<const Keys>(*std::move(keys)), snapshot_.generation + 1};
  generation_.store(snapshot_.generation, std::memory_order_release);
  return absl::OkStatus();
}

void KeySource::Count(const absl::Status& status) {
  if (!status.ok()) {
    failed_->Increment();
    if (status_.ok()) {
      log_->Warning("auth_keys_failed", {{"cause", std::string(status.message())}});
    }
    return;
  }
  ok_->Increment();
  last_success_->SetToCurrentTime();
  if (!status_.ok()) log_->Info("auth_keys_recovered");
}

}  // namespace lotse::auth
