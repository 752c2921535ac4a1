#include "tests/invariants/run.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/invariants/checks.h"
#include "tests/invariants/commands.h"
#include "tests/invariants/house.h"

namespace lotse::invariants {

namespace {

// Questions are asked after every so many commands.
constexpr int kBetweenQuestions = 6;

void CheckStep(const Step& step, Faults* faults) {
  CheckCommand(step, faults);
  CheckBelongs(step, faults);
  CheckFrame(step, faults);
  CheckGates(step, faults);
  CheckTemplate(step, faults);
  CheckStale(step, faults);
  CheckChain(step, faults);
  CheckFinal(step, faults);
  CheckValues(step, faults);
}

void CheckQuestions(const State& state, House* house, Faults* faults) {
  CheckOverdue(state, house, faults);
  CheckCapacity(state, house, faults);
  CheckAchievements(state, house, faults);
  CheckDueValues(state, house, faults);
  CheckTogether(state, house, faults);
}

// The same request, as a trial or in earnest.
std::shared_ptr<const Message> WithTrial(const Message& request, bool trial) {
  std::shared_ptr<Message> same(request.New());
  same->CopyFrom(request);
  const auto* field = same->GetDescriptor()->FindFieldByName("validate_only");
  same->GetReflection()->SetBool(same.get(), field, trial);
  return same;
}

class Runner {
 public:
  Runner() { step_.after = house_.Look(); }

  Outcome Run(const Numbers& numbers) {
    Faults* faults = &outcome_.faults;
    for (const uint64_t number : numbers) {
      ++outcome_.length;
      const Command command = MakeCommand(number, step_.after, house_.today());
      house_.Advance(command.days);
      if (command.request == nullptr) continue;
      Do(command);
      if (outcome_.length % kBetweenQuestions == 0) CheckQuestions(step_.after, &house_, faults);
      if (!faults->empty()) return std::move(outcome_);
    }
    if (const std::string damage = house_.Verify(); !damage.empty()) {
      faults->push_back(absl::StrCat("links and chain: ", damage));
    }
    return std::move(outcome_);
  }

 private:
  // Gives a request, and looks at what it made.
  void Give(std::shared_ptr<const Message> request, bool must_fail) {
    step_.before = std::move(step_.after);
    step_.request = std::move(request);
    step_.must_fail = must_fail;
    step_.today = house_.today();
    std::shared_ptr<Message> reply = house_.NewReply(*step_.request);
    step_.status = house_.Call(*step_.request, reply.get());
    step_.reply = std::move(reply);
    step_.after = house_.Look();
    step_.entries = house_.EntriesSince(step_.before);
    outcome_.story.push_back(absl::StrCat(step_.RequestName(), " ",
                                          step_.request->ShortDebugString(), "\n  ",
                                          step_.status.ToString()));
  }

  void Do(const Command& command) {
    Faults* faults = &outcome_.faults;
    Step trial;
    if (command.trial) {
      Give(WithTrial(*command.request, true), command.must_fail);
      trial = step_;
    }
    Give(command.request, command.must_fail);
    ++(step_.status.ok() ? outcome_.done[step_.Deed()] : outcome_.refused);
    CheckStep(step_, faults);
    if (command.trial) CheckTrial(trial, step_, faults);
    if (!command.again || !step_.status.ok()) return;
    const Step first = step_;
    Give(command.request, command.must_fail);
    CheckRepeated(first, step_, faults);
    Give(WithTrial(*command.request, true), command.must_fail);
    CheckReused(step_, faults);
  }

  House house_;
  Outcome outcome_;
  Step step_;
};

}  // namespace

Outcome Run(const Numbers& numbers) { return Runner().Run(numbers); }

}  // namespace lotse::invariants
