#include "runtime/supervision/self_probe.h"

#include <string>
#include <utility>

#include "absl/time/clock.h"

namespace lotse::supervision {

SelfProbe::SelfProbe(Options options, ops::Log* log)
    : options_(std::move(options)),
      log_(log),
      judge_(options_.limit),
      thread_([this] { Work(); }) {}

SelfProbe::~SelfProbe() {
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  thread_.join();
}

void SelfProbe::Rest() {
  absl::MutexLock lock(&mutex_);
  resting_ = true;
}

bool SelfProbe::resting() {
  absl::MutexLock lock(&mutex_);
  return resting_;
}

void SelfProbe::Work() {
  while (true) {
    Round();
    const absl::Time next = absl::Now() + options_.interval;
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithDeadline(absl::Condition(&stopped_), next)) return;
  }
}

void SelfProbe::Round() {
  const absl::Time asked = absl::Now();
  const absl::Status answer = resting() ? absl::OkStatus() : options_.ask();
  // What was asked before may have no answer since the port was closed meanwhile.
  if (resting()) return options_.alive();
  const absl::Time now = absl::Now();
  switch (judge_.Hear(answer.ok(), asked, now)) {
    case PortJudge::Verdict::kNeverAnswered:
      if (!std::exchange(told_, true)) {
        log_->Warning("api_port_not_reached", {{"what", std::string(answer.message())}});
      }
      return options_.alive();
    case PortJudge::Verdict::kAnswers:
      return options_.alive();
    case PortJudge::Verdict::kSilent:
      return;
    case PortJudge::Verdict::kDead:
      return options_.dead(now - judge_.silent_since(), answer);
  }
}

}  // namespace lotse::supervision
