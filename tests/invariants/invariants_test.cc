// Random commands, right and wrong ones, over agreement, phases, gates, goals, measures,
// indicators, values, action items, decisions and minutes, while days pass: whatever they
// do, no invariant of the domain breaks, and in the end index, links and the chain of the
// change log hold. A run is a list of numbers; one that fails is shortened and printed.
//
// LOTSE_FUZZ_SECONDS: for how long other runs follow those that are always made.
// LOTSE_SEED: only the run of this number.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "tests/invariants/dice.h"
#include "tests/invariants/run.h"

namespace lotse::invariants {
namespace {

constexpr int kRuns = 16;
constexpr int kCommands = 600;
constexpr int kMostRunsToShorten = 300;
constexpr absl::Duration kTimeToShorten = absl::Seconds(90);

Numbers NumbersOf(uint64_t seed) {
  Dice dice(seed);
  Numbers numbers;
  for (int i = 0; i < kCommands; ++i) numbers.push_back(dice.Any());
  return numbers;
}

// The number of the invariant that is broken.
std::string InvariantOf(const Outcome& outcome) {
  const std::string& fault = outcome.faults.lines()[0];
  return fault.substr(0, fault.find(':'));
}

// Leaves out whatever is not needed for the same invariant to break.
Outcome Shorten(Numbers numbers, Outcome outcome) {
  numbers.resize(outcome.length);
  const absl::Time end = absl::Now() + kTimeToShorten;
  int runs = 0;
  for (size_t piece = numbers.size() / 2; piece > 0; piece /= 2) {
    for (size_t at = 0; at + piece < numbers.size();) {
      if (++runs > kMostRunsToShorten || absl::Now() > end) return outcome;
      Numbers fewer = numbers;
      const auto from = fewer.begin() + static_cast<std::ptrdiff_t>(at);
      fewer.erase(from, from + static_cast<std::ptrdiff_t>(piece));
      Outcome shorter = Run(fewer);
      if (shorter.faults.empty() || InvariantOf(shorter) != InvariantOf(outcome)) {
        at += piece;
        continue;
      }
      fewer.resize(shorter.length);
      numbers = std::move(fewer);
      outcome = std::move(shorter);
    }
  }
  return outcome;
}

// What all runs did and saw.
struct Total {
  std::map<std::string, int> done, seen;
  int refused = 0;
};

void RunSeed(uint64_t seed, Total* total) {
  const Numbers numbers = NumbersOf(seed);
  const Outcome outcome = Run(numbers);
  for (const auto& [deed, times] : outcome.done) total->done[deed] += times;
  for (const auto& [what, times] : outcome.faults.seen()) total->seen[what] += times;
  total->refused += outcome.refused;
  if (outcome.faults.empty()) return;
  const Outcome shortest = Shorten(numbers, outcome);
  ADD_FAILURE() << "LOTSE_SEED=" << seed << " breaks\n"
                << absl::StrJoin(shortest.faults.lines(), "\n") << "\nby\n"
                << absl::StrJoin(shortest.story, "\n");
}

// A number from the environment, or -1.
int64_t FromEnvironment(const char* name) {
  const char* text = std::getenv(name);
  int64_t number = -1;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number : -1;
}

// What has to be done now and then, or nothing is found.
constexpr const char* kDeeds[] = {
    "CorrectMeasurementRequest",
    "DecideGateRequest VERDICT_PASSED",
    "DecideGateRequest VERDICT_PASSED_WITH_CONDITIONS",
    "DecideGateRequest VERDICT_WAIVED",
    "DecideGoalRequest GOAL_STEP_ADOPT",
    "DecideMeasureRequest MEASURE_STEP_APPROVE",
    "DecideMeasurementRequest MEASUREMENT_STEP_LOCK",
    "EnforceAgreementRequest",
    "MoveDecisionRequest DECISION_STEP_REVOKE",
    "MoveEngagementRequest ENGAGEMENT_STEP_CLOSE",
    "MoveMeasureRequest MEASURE_STEP_FINISH",
    "MoveMeetingRecordRequest MEETING_RECORD_STEP_APPROVE",
    "MovePhaseRequest PHASE_STEP_REOPEN",
    "UpdateIndicatorRequest",
    "UpdateMeasureRequest",
};

// What checks have to have looked at, or they are none.
constexpr const char* kSeen[] = {
    "AGGREGATION_SUM",
    "AGGREGATION_WEIGHTED_MEAN",
    "decision that takes the place of another",
    "definition that has changed",
    "done with a reason",
    "gate that is passed over",
    "item that is due soon",
    "item that is overdue",
    "locked breakdown that shall be another",
    "measurement that is odd",
    "request that is sent again",
    "resource that is deleted",
    "resource that is restored",
    "site that is counted",
    "trial that is refused",
    "trial that is right",
    "unit for which too much is planned",
    "value that is due and drafted",
    "value that is due by its interval",
    "value that is due by its target",
    "what stands on a phase that is opened again",
};

TEST(InvariantsTest, HoldWhateverIsDone) {
  Total total;
  if (const int64_t seed = FromEnvironment("LOTSE_SEED"); seed >= 0) {
    return RunSeed(static_cast<uint64_t>(seed), &total);
  }
  const absl::Time end = absl::Now() + absl::Seconds(FromEnvironment("LOTSE_FUZZ_SECONDS"));
  uint64_t seed = 1;
  for (; (seed <= kRuns || absl::Now() < end) && !HasFailure(); ++seed) RunSeed(seed, &total);
  RecordProperty("runs", static_cast<int>(seed - 1));
  RecordProperty("refused", total.refused);
  for (const auto& all : {total.done, total.seen}) {
    for (const auto& [what, times] : all) {
      RecordProperty(absl::StrReplaceAll(what, {{" ", "_"}}), times);
    }
  }
  if (HasFailure()) return;  // It was cut short.
  for (const char* deed : kDeeds) EXPECT_GT(total.done[deed], 0) << deed;
  for (const char* what : kSeen) EXPECT_GT(total.seen[what], 0) << what;
  EXPECT_GT(total.refused, 10 * kRuns);
}

}  // namespace
}  // namespace lotse::invariants
