#include "services/engagement/domain/state_machine.h"

#include <gtest/gtest.h>

#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/state_machine_testing.h"

namespace lotse::engagement {
namespace {

using Phase = v1alpha::FormerPhase;

// Any enum of states will do, and anything that has a name and a state.
const StateMachine& Machine() {
  static const StateMachine machine(Phase::State_descriptor(),
                                    {{"OPEN", Phase::STATE_PLANNED, Phase::STATE_ACTIVE},
                                     {"CLOSE", Phase::STATE_ACTIVE, Phase::STATE_COMPLETED}});
  return machine;
}

struct Door {
  std::string name() const { return "doors/d"; }
  Phase::State state() const { return current; }
  void set_state(Phase::State state) { current = state; }

  Phase::State current = Phase::STATE_PLANNED;
};

TEST(StateMachine, TakesLegalSteps) {
  Door door;
  ASSERT_TRUE(TakeStep(Machine(), "OPEN", &door).ok());
  EXPECT_EQ(door.state(), Phase::STATE_ACTIVE);
  ASSERT_FALSE(TakeStep(Machine(), "OPEN", &door).ok());
  EXPECT_EQ(door.state(), Phase::STATE_ACTIVE);
  ASSERT_TRUE(TakeStep(Machine(), "CLOSE", &door).ok());
  EXPECT_TRUE(Machine().IsFinal(door.state()));
  EXPECT_FALSE(Machine().IsFinal(Phase::STATE_PLANNED));
}

TEST(StateMachine, SaysWhatIsPossible) {
  const auto after = Machine().After("doors/d", Phase::STATE_PLANNED, "CLOSE");
  EXPECT_EQ(rpc::ReasonOf(after.status()), type::v1alpha::ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(after.status().message(),
            "doors/d is PLANNED; CLOSE is possible from ACTIVE; possible now: OPEN");
  EXPECT_EQ(Machine().After("doors/d", Phase::STATE_COMPLETED, "SING").status().message(),
            "doors/d is COMPLETED; SING is possible from nowhere; possible now: nothing");
  EXPECT_EQ(Machine().After("doors/d", 99, "OPEN").status().message(),
            "doors/d is 99; OPEN is possible from PLANNED; possible now: nothing");
}

TEST(StateMachine, HasAWholeSquare) {
  EXPECT_EQ(SquareOf(Machine()).size(), 4 * 2);
  EXPECT_EQ(LegalOf(Machine()),
            (std::set<std::string>{"ACTIVE CLOSE -> COMPLETED", "PLANNED OPEN -> ACTIVE"}));
}

}  // namespace
}  // namespace lotse::engagement
