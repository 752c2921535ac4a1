#pragma once

#include "absl/time/time.h"

namespace lotse::supervision {

// Whether a port lives, by the answers it gave when it was asked again and again. Pure: the
// times are those of whoever asks.
class PortJudge {
 public:
  enum class Verdict {
    kAnswers,
    // It has not answered yet. Nothing follows from that: a firewall may keep this process from
    // its own port, and let everybody else in.
    kNeverAnswered,
    // It answered before, and does not just now.
    kSilent,
    // It has been silent for too long.
    kDead,
  };

  // A machine that stood still is no dead port: however long it took, so many questions in a
  // row have to stay without an answer.
  static constexpr int kLeastQuestions = 3;

  // `limit` is for how long a port that lives may be silent.
  explicit PortJudge(absl::Duration limit) : limit_(limit) {}

  // Takes in that a question of the time `asked` was answered, or given up, at `now`.
  Verdict Hear(bool answered, absl::Time asked, absl::Time now);

  // Since when the port is silent: the time of the first question in a row that it did not
  // answer. InfiniteFuture if it answered the last one.
  absl::Time silent_since() const { return silent_since_; }

 private:
  const absl::Duration limit_;
  bool answered_ever_ = false;
  int unanswered_ = 0;
  absl::Time silent_since_ = absl::InfiniteFuture();
};

}  // namespace lotse::supervision
