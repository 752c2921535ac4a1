#include "services/engagement/domain/chain_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;

constexpr char kGoal[] = "programmes/viv/engagements/eins/goals/g";

TEST(CheckSibling, TakesTheSamePlaceOnly) {
  struct Case {
    const char* other;
    bool right;
  };
  const Case cases[] = {{"", true},
                        {"programmes/viv/engagements/eins/tracks/t", true},
                        {"programmes/viv/engagements/zwei/tracks/t", false},
                        {"programmes/viv/engagements/eins/goals/t", false},
                        {"programmes/viv/engagements/eins/tracks/T", false},
                        {"programmes/viv/engagements/eins/tracks/t/phases/p", false},
                        {"x", false}};
  for (const Case& c : cases) {
    rpc::FieldViolations violations;
    CheckSibling("goal.track", "tracks", kGoal, c.other, &violations);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.empty(), c.right) << c.other;
    if (!c.right) {
      EXPECT_EQ(violations[0].field, "goal.track");
      EXPECT_THAT(violations[0].description,
                  HasSubstr("programmes/viv/engagements/eins/tracks/{id}"));
    }
  }
}

TEST(CheckSiblings, CountsAndComparesThem) {
  Names names;
  *names.Add() = "programmes/viv/engagements/eins/needs/a";
  *names.Add() = "programmes/viv/engagements/eins/needs/b";
  rpc::FieldViolations violations;
  CheckSiblings("goal.needs", "needs", kGoal, names, 2, &violations);
  EXPECT_TRUE(violations.empty());
  *names.Add() = "programmes/viv/engagements/eins/needs/a";
  *names.Add() = "";
  CheckSiblings("goal.needs", "needs", kGoal, names, 3, &violations);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 3u);
  EXPECT_EQ(violations[0].field, "goal.needs");
  EXPECT_EQ(violations[1].field, "goal.needs[3]");
  EXPECT_EQ(violations[2].field, "goal.needs[2]");
}

TEST(CheckUnits, TakesUnitsOnlyOnce) {
  Names units;
  *units.Add() = "administrations/a/orgUnits/kita";
  *units.Add() = "administrations/b/orgUnits/kita";
  rpc::FieldViolations violations;
  CheckUnits("f", units, 2, &violations);
  CheckUnit("f", "", &violations);
  EXPECT_TRUE(violations.empty());
  *units.Add() = "administrations/a/orgUnits/kita";
  *units.Add() = "administrations/a";
  CheckUnits("f", units, 3, &violations);
  ExpectBothLanguages(violations);
  EXPECT_EQ(violations.size(), 3u);
  CheckUnit("f", "administrations/a", &violations);
  ExpectBothLanguages(violations);
  EXPECT_EQ(violations.size(), 4u);
}

TEST(StepName, IsTheNameBehindThePrefix) {
  EXPECT_EQ(StepName(v1alpha::GOAL_STEP_PARTLY_ACHIEVE), "PARTLY_ACHIEVE");
  EXPECT_EQ(StepName(v1alpha::GOAL_STEP_UNSPECIFIED), "UNSPECIFIED");
  EXPECT_EQ(StepName(static_cast<v1alpha::GoalStep>(99)), "UNSPECIFIED");
}

TEST(CheckStepIsOneOf, NamesWhatIsPossible) {
  rpc::FieldViolations violations;
  CheckStepIsOneOf({"PROPOSE", "RETURN"}, "RETURN", &violations);
  EXPECT_TRUE(violations.empty());
  CheckStepIsOneOf({"PROPOSE", "RETURN"}, "ADOPT", &violations);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "step");
  EXPECT_THAT(violations[0].description, HasSubstr("PROPOSE, RETURN"));
}

TEST(CheckReasonGiven, TakesNoBlanks) {
  rpc::FieldViolations violations;
  CheckReasonGiven("kein Geld", {"sagen, warum", "say why"}, &violations);
  EXPECT_TRUE(violations.empty());
  CheckReasonGiven(" \n", {"sagen, warum", "say why"}, &violations);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "reason");
  EXPECT_EQ(violations[0].description, "missing; say why");
  EXPECT_EQ(violations[0].german, "fehlt; sagen, warum");
}

}  // namespace
}  // namespace lotse::engagement
