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
#include "tests/invariants/checks.h"
#include "tests/invariants/commands.h"
#include "tests/invariants/dice.h"
#include "tests/invariants/house.h"

namespace lotse::invariants {
namespace {

constexpr int kRuns = 16;
constexpr int kCommands = 600;
// Questions are asked after every so many commands.
constexpr int kBetweenQuestions = 6;
constexpr int kMostRunsToShorten = 300;
constexpr absl::Duration kTimeToShorten = absl::Seconds(90);

using Numbers = std::vector<uint64_t>;

// What a run was like.
struct Outcome {
  Faults faults;
  // The commands that were given, and what came of each.
  std::vector<std::string> story;
  // How often what was done, as DeedOf says it.
  std::map<std::string, int> done;
  int refused = 0;
  // After how many of the numbers it was over.
  size_t length = 0;
};

// `MoveGoalRequest`, with its step or verdict behind it.
std::string DeedOf(const Step& step) {
  std::string deed = step.RequestName();
  for (const char* name : {"step", "verdict"}) {
    const auto* field = step.request->GetDescriptor()->FindFieldByName(name);
    if (field == nullptr) continue;
    absl::StrAppend(&deed, " ",
                    step.request->GetReflection()->GetEnum(*step.request, field)->name());
  }
  return deed;
}

void CheckStep(const Step& step, Faults* faults) {
  CheckCommand(step, faults);
  CheckBelongs(step, faults);
  CheckFrame(step, faults);
  CheckGates(step, faults);
  CheckStale(step, faults);
  CheckChain(step, faults);
  CheckFinal(step, faults);
}

void CheckQuestions(const State& state, House* house, Faults* faults) {
  CheckOverdue(state, house, faults);
  CheckCapacity(state, house, faults);
  CheckAchievements(state, house, faults);
}

Outcome Run(const Numbers& numbers) {
  Outcome outcome;
  House house;
  Step step;
  step.after = house.Look();
  for (const uint64_t number : numbers) {
    ++outcome.length;
    Command command = MakeCommand(number, step.after, house.today());
    house.Advance(command.days);
    if (command.request == nullptr) continue;
    step.before = std::move(step.after);
    step.request = std::move(command.request);
    step.must_fail = command.must_fail;
    step.today = house.today();
    step.status = house.Call(*step.request);
    step.after = house.Look();
    ++(step.status.ok() ? outcome.done[DeedOf(step)] : outcome.refused);
    outcome.story.push_back(absl::StrCat(step.RequestName(), " ", step.request->ShortDebugString(),
                                         "\n  ", step.status.ToString()));
    CheckStep(step, &outcome.faults);
    if (outcome.length % kBetweenQuestions == 0) {
      CheckQuestions(step.after, &house, &outcome.faults);
    }
    if (!outcome.faults.empty()) return outcome;
  }
  if (const std::string damage = house.Verify(); !damage.empty()) {
    outcome.faults.push_back(absl::StrCat("links and chain: ", damage));
  }
  return outcome;
}

Numbers NumbersOf(uint64_t seed) {
  Dice dice(seed);
  Numbers numbers;
  for (int i = 0; i < kCommands; ++i) numbers.push_back(dice.Any());
  return numbers;
}

// The number of the invariant that is broken.
std::string InvariantOf(const Outcome& outcome) {
  return outcome.faults[0].substr(0, outcome.faults[0].find(':'));
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

// Runs a seed; adds what was done and how much was refused.
void RunSeed(uint64_t seed, std::map<std::string, int>* done, int* refused) {
  const Numbers numbers = NumbersOf(seed);
  const Outcome outcome = Run(numbers);
  for (const auto& [deed, times] : outcome.done) (*done)[deed] += times;
  *refused += outcome.refused;
  if (outcome.faults.empty()) return;
  const Outcome shortest = Shorten(numbers, outcome);
  ADD_FAILURE() << "LOTSE_SEED=" << seed << " breaks\n"
                << absl::StrJoin(shortest.faults, "\n") << "\nby\n"
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

TEST(InvariantsTest, HoldWhateverIsDone) {
  std::map<std::string, int> done;
  int refused = 0;
  if (const int64_t seed = FromEnvironment("LOTSE_SEED"); seed >= 0) {
    return RunSeed(static_cast<uint64_t>(seed), &done, &refused);
  }
  const absl::Time end = absl::Now() + absl::Seconds(FromEnvironment("LOTSE_FUZZ_SECONDS"));
  uint64_t seed = 1;
  for (; (seed <= kRuns || absl::Now() < end) && !HasFailure(); ++seed) {
    RunSeed(seed, &done, &refused);
  }
  RecordProperty("runs", static_cast<int>(seed - 1));
  RecordProperty("refused", refused);
  for (const auto& [deed, times] : done) {
    RecordProperty(absl::StrReplaceAll(deed, {{" ", "_"}}), times);
  }
  if (HasFailure()) return;  // It was cut short.
  for (const char* deed : kDeeds) EXPECT_GT(done[deed], 0) << deed;
  EXPECT_GT(refused, 10 * kRuns);
}

}  // namespace
}  // namespace lotse::invariants
