#include "services/engagement/domain/milestone_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/domain/chain_test_data.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;
using v1alpha::Milestone;

TEST(CheckMilestone, FindsEachFault) {
  EXPECT_TRUE(CheckMilestone(GoodMilestone()).empty());
  struct Case {
    std::function<void(Milestone*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Milestone* m) { m->clear_title(); }, "milestone.title"},
      {[](Milestone* m) { m->clear_due_date(); }, "milestone.due_date"},
      {[](Milestone* m) { m->mutable_due_date()->set_month(13); }, "milestone.due_date"},
      {[](Milestone* m) { m->add_external_ids()->set_system("akte"); },
       "milestone.external_ids[0]"},
  };
  for (const Case& c : cases) {
    Milestone milestone = GoodMilestone();
    c.fault(&milestone);
    const auto violations = CheckMilestone(milestone);
    ExpectBothLanguages(violations);
    ASSERT_FALSE(violations.empty()) << c.field;
    EXPECT_THAT(violations[0].field, StartsWith(c.field));
  }
}

TEST(MilestoneMachine, HasTheseTransitionsOnly) {
  EXPECT_THAT(LegalOf(MilestoneMachine()),
              UnorderedElementsAre("OPEN REACH -> REACHED", "OPEN CANCEL -> CANCELLED",
                                   "REACHED REOPEN -> OPEN", "CANCELLED REOPEN -> OPEN"));
}

TEST(MoveMilestone, KeepsTheDayOnWhichItWasReached) {
  const auto today = types::ToDate(absl::CivilDay(2021, 9, 14));
  Milestone milestone = GoodMilestone();
  milestone.set_state(Milestone::STATE_OPEN);
  ASSERT_TRUE(MoveMilestone(v1alpha::MILESTONE_STEP_REACH, today, &milestone).ok());
  EXPECT_EQ(milestone.reach_date().day(), 14);
  EXPECT_EQ(rpc::ReasonOf(MoveMilestone(v1alpha::MILESTONE_STEP_REACH, today, &milestone)),
            type::v1alpha::ERROR_REASON_WRONG_STATE);
  ASSERT_TRUE(MoveMilestone(v1alpha::MILESTONE_STEP_REOPEN, today, &milestone).ok());
  EXPECT_FALSE(milestone.has_reach_date());
  ASSERT_TRUE(MoveMilestone(v1alpha::MILESTONE_STEP_CANCEL, today, &milestone).ok());
  EXPECT_FALSE(milestone.has_reach_date());
  EXPECT_EQ(rpc::ReasonOf(MoveMilestone(v1alpha::MILESTONE_STEP_UNSPECIFIED, today, &milestone)),
            type::v1alpha::ERROR_REASON_INVALID_FIELDS);
}

}  // namespace
}  // namespace lotse::engagement
