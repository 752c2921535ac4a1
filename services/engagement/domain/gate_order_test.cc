#include "services/engagement/domain/gate_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using v1alpha::Phase;
using Item = v1alpha::PhaseTemplateItem;

Phase PhaseAt(int position, Phase::State state, Item::Serves serves = Item::SERVES_UNSPECIFIED) {
  Phase phase;
  phase.set_name(absl::StrCat("programmes/viv/engagements/eins/tracks/t/phases/p", position));
  phase.set_position(position);
  phase.set_state(state);
  phase.set_serves(serves);
  return phase;
}

TEST(CheckGateBefore, LooksAtAllPhasesBefore) {
  struct Case {
    std::vector<Phase> phases;
    const char* blocked_by;  // Empty: nothing.
  };
  const Phase goals = PhaseAt(300, Phase::STATE_PLANNED, Item::SERVES_GOALS);
  const Case cases[] = {
      {{}, ""},
      {{PhaseAt(100, Phase::STATE_ACTIVE), PhaseAt(200, Phase::STATE_PLANNED)}, ""},
      {{goals}, ""},
      {{goals, PhaseAt(100, Phase::STATE_COMPLETED), PhaseAt(200, Phase::STATE_SKIPPED)}, ""},
      {{PhaseAt(100, Phase::STATE_PLANNED), goals}, "phases/p100 is PLANNED"},
      {{PhaseAt(100, Phase::STATE_READY), goals}, "phases/p100 is READY"},
      {{PhaseAt(100, Phase::STATE_ACTIVE), goals}, "phases/p100 is ACTIVE"},
      {{PhaseAt(100, Phase::STATE_IN_GATE), goals}, "phases/p100 is IN_GATE"},
      {{PhaseAt(100, Phase::STATE_REOPENED), goals}, "phases/p100 is REOPENED"},
      {{goals, PhaseAt(400, Phase::STATE_PLANNED, Item::SERVES_MEASURES)}, ""},
      // The first of those that serve goals counts.
      {{PhaseAt(400, Phase::STATE_PLANNED, Item::SERVES_GOALS), goals}, ""},
      {{PhaseAt(200, Phase::STATE_ACTIVE, Item::SERVES_STOCK_TAKING), goals}, "p200 is ACTIVE"},
  };
  for (const Case& c : cases) {
    const absl::Status status = CheckGateBefore(c.phases, Item::SERVES_GOALS, "");
    EXPECT_EQ(status.ok(), *c.blocked_by == '\0') << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.blocked_by));
    if (!status.ok()) {
      EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_GATE_NOT_PASSED);
    }
    EXPECT_TRUE(CheckGateBefore(c.phases, Item::SERVES_GOALS, "eilt").ok());
  }
}

TEST(CheckGateBefore, BeginsWithTheFirstPhase) {
  const absl::Status status =
      CheckGateBefore({PhaseAt(200, Phase::STATE_PLANNED), PhaseAt(100, Phase::STATE_ACTIVE),
                       PhaseAt(300, Phase::STATE_PLANNED, Item::SERVES_MEASURES)},
                      Item::SERVES_MEASURES, "");
  EXPECT_THAT(std::string(status.message()), HasSubstr("phases/p100"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("phases/p300")));
}

TEST(StandsOn, GoesByTheOrderOfPhases) {
  const std::vector<Phase> phases = {PhaseAt(100, Phase::STATE_COMPLETED),
                                     PhaseAt(200, Phase::STATE_COMPLETED, Item::SERVES_GOALS),
                                     PhaseAt(300, Phase::STATE_COMPLETED, Item::SERVES_MEASURES)};
  EXPECT_TRUE(StandsOn(phases, Item::SERVES_GOALS, phases[0]));
  EXPECT_TRUE(StandsOn(phases, Item::SERVES_GOALS, phases[1]));
  EXPECT_FALSE(StandsOn(phases, Item::SERVES_GOALS, phases[2]));
  EXPECT_TRUE(StandsOn(phases, Item::SERVES_MEASURES, phases[1]));
  EXPECT_TRUE(StandsOn(phases, Item::SERVES_MEASURES, phases[2]));
  EXPECT_TRUE(StandsOn(phases, Item::SERVES_SUSTAINING, phases[2]));
  // The second half of a phase that was split.
  std::vector<Phase> split = phases;
  split.push_back(PhaseAt(250, Phase::STATE_COMPLETED, Item::SERVES_GOALS));
  EXPECT_TRUE(StandsOn(split, Item::SERVES_GOALS, split[3]));
  EXPECT_FALSE(StandsOn(split, Item::SERVES_GOALS, split[2]));
}

TEST(CheckGateBefore, BlanksAreNoReason) {
  const std::vector<Phase> phases = {PhaseAt(100, Phase::STATE_ACTIVE),
                                     PhaseAt(200, Phase::STATE_PLANNED, Item::SERVES_GOALS)};
  EXPECT_FALSE(CheckGateBefore(phases, Item::SERVES_GOALS, " \n").ok());
  EXPECT_TRUE(CheckGateBefore(phases, Item::SERVES_GOALS, "eilt").ok());
}

}  // namespace
}  // namespace lotse::engagement
