#include "runtime/supervision/port_judge.h"

#include <gtest/gtest.h>

#include <vector>

namespace lotse::supervision {
namespace {

using Verdict = PortJudge::Verdict;

constexpr Verdict kAnswers = Verdict::kAnswers;
constexpr Verdict kNever = Verdict::kNeverAnswered;
constexpr Verdict kSilent = Verdict::kSilent;
constexpr Verdict kDead = Verdict::kDead;

// A question: when it was asked and when that ended, in seconds, and what follows.
struct Question {
  bool answered;
  int asked;
  int ended;
  Verdict verdict;
};

struct Case {
  const char* name;
  std::vector<Question> questions;
};

// The limit is 30 seconds.
const std::vector<Case>& Cases() {
  static const auto* cases = new std::vector<Case>{
      {"refused at once, every five seconds: dead after the limit",
       {{true, 0, 0, kAnswers},
        {false, 5, 5, kSilent},
        {false, 15, 15, kSilent},
        {false, 25, 25, kSilent},
        {false, 34, 34, kSilent},
        {false, 35, 35, kDead}}},
      {"each question takes its time: that counts",
       {{true, 0, 0, kAnswers},
        {false, 5, 10, kSilent},
        {false, 15, 20, kSilent},
        {false, 25, 30, kSilent},
        {false, 30, 35, kDead}}},
      {"an answer in between begins anew",
       {{true, 0, 0, kAnswers},
        {false, 5, 10, kSilent},
        {false, 15, 20, kSilent},
        {true, 25, 29, kAnswers},
        {false, 35, 40, kSilent},
        {false, 45, 50, kSilent},
        {false, 55, 64, kSilent},
        {false, 60, 65, kDead}}},
      {"it never answered: for how long is no matter",
       {{false, 0, 5, kNever},
        {false, 10, 15, kNever},
        {false, 20, 25, kNever},
        {false, 1000, 1005, kNever},
        {true, 1010, 1010, kAnswers},
        {false, 1015, 1020, kSilent}}},
      {"the machine stood still during a question: two more are asked",
       {{true, 0, 0, kAnswers},
        {false, 5, 5000, kSilent},
        {false, 5005, 5010, kSilent},
        {false, 5015, 5020, kDead}}},
      {"the clock was put back: nothing follows from that",
       {{true, 100, 100, kAnswers},
        {false, 105, 50, kSilent},
        {false, 55, 60, kSilent},
        {false, 65, 70, kSilent},
        {false, 75, 80, kSilent}}},
  };
  return *cases;
}

TEST(PortJudge, Cases) {
  for (const Case& c : Cases()) {
    PortJudge judge(absl::Seconds(30));
    for (const Question& q : c.questions) {
      const auto at = [](int second) { return absl::FromUnixSeconds(1'800'000'000 + second); };
      EXPECT_EQ(judge.Hear(q.answered, at(q.asked), at(q.ended)), q.verdict)
          << c.name << ", at " << q.asked;
    }
  }
}

TEST(PortJudge, TellsSinceWhen) {
  PortJudge judge(absl::Seconds(30));
  const absl::Time start = absl::FromUnixSeconds(1'800'000'000);
  judge.Hear(true, start, start);
  EXPECT_EQ(judge.silent_since(), absl::InfiniteFuture());
  judge.Hear(false, start + absl::Seconds(5), start + absl::Seconds(10));
  judge.Hear(false, start + absl::Seconds(15), start + absl::Seconds(20));
  EXPECT_EQ(judge.silent_since(), start + absl::Seconds(5));
  judge.Hear(true, start + absl::Seconds(25), start + absl::Seconds(25));
  EXPECT_EQ(judge.silent_since(), absl::InfiniteFuture());
}

}  // namespace
}  // namespace lotse::supervision
