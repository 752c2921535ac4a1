#include "runtime/supervision/port_judge.h"

namespace lotse::supervision {

PortJudge::Verdict PortJudge::Hear(bool answered, absl::Time asked, absl::Time now) {
  if (answered) {
    answered_ever_ = true;
    unanswered_ = 0;
    silent_since_ = absl::InfiniteFuture();
    return Verdict::kAnswers;
  }
  if (unanswered_++ == 0) silent_since_ = asked;
  if (!answered_ever_) return Verdict::kNeverAnswered;
  const bool dead = unanswered_ >= kLeastQuestions && now - silent_since_ >= limit_;
  return dead ? Verdict::kDead : Verdict::kSilent;
}

}  // namespace lotse::supervision
