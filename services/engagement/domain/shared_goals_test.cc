#include "services/engagement/domain/shared_goals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/chain_test_data.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/indicator_rules.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using v1alpha::Goal;
using v1alpha::Indicator;

Goal AdoptedShared() {
  Goal goal = GoodGoal();
  goal.set_name("programmes/viv/goals/formulare");
  goal.set_parent_goal("programmes/viv/goals/zugang");
  goal.clear_needs();
  goal.clear_accountable_unit();
  goal.add_indicators("programmes/viv/indicators/sprachen");
  goal.set_state(Goal::STATE_ADOPTED);
  goal.set_version(3);
  goal.add_earlier_versions()->set_version(2);
  goal.mutable_adopt_date()->set_year(2021);
  goal.set_stale(true);
  goal.set_etag("7");
  goal.mutable_create_time()->set_seconds(1);
  goal.add_external_ids()->set_system("akte");
  return goal;
}

TEST(InheritGoal, IsADraftOfItsOwn) {
  const Goal shared = AdoptedShared();
  const Heirs heirs = {
      {"programmes/viv/goals/zugang", absl::StrCat(kPlace, "/goals/tuer")},
      {"programmes/viv/indicators/sprachen", absl::StrCat(kPlace, "/indicators/sprachen")}};
  const Goal goal = InheritGoal(kPlace, shared, heirs);
  EXPECT_EQ(goal.name(), "programmes/viv/engagements/eins/goals/formulare");
  EXPECT_EQ(goal.shared_goal(), shared.name());
  EXPECT_EQ(goal.parent_goal(), "programmes/viv/engagements/eins/goals/tuer");
  EXPECT_THAT(goal.indicators(),
              ElementsAre("programmes/viv/engagements/eins/indicators/sprachen"));
  EXPECT_EQ(goal.level(), Goal::LEVEL_ACTION);
  EXPECT_EQ(goal.title().SerializeAsString(), shared.title().SerializeAsString());
  EXPECT_EQ(goal.due_date().year(), 2021);
  EXPECT_TRUE(goal.has_success_statement());
  EXPECT_TRUE(goal.has_feasibility());
  EXPECT_EQ(goal.state(), Goal::STATE_DRAFT);
  EXPECT_EQ(goal.version(), 1);
  EXPECT_TRUE(goal.earlier_versions().empty());
  EXPECT_TRUE(goal.external_ids().empty());
  EXPECT_FALSE(goal.has_adopt_date());
  EXPECT_FALSE(goal.has_create_time());
  EXPECT_FALSE(goal.stale());
  EXPECT_EQ(goal.etag(), "");
  EXPECT_TRUE(CheckGoal(goal).empty());
}

TEST(InheritGoal, LeavesOutWhatHasNoHeir) {
  const Heirs deleted = {{"programmes/viv/goals/zugang", ""},
                         {"programmes/viv/indicators/sprachen", ""}};
  for (const Heirs& heirs : {Heirs(), deleted}) {
    const Goal goal = InheritGoal(kPlace, AdoptedShared(), heirs);
    EXPECT_EQ(goal.parent_goal(), "");
    EXPECT_TRUE(goal.indicators().empty());
  }
}

TEST(InheritIndicator, KeepsTheDefinition) {
  Indicator shared = GoodIndicator();
  shared.set_name("programmes/viv/indicators/sprachen");
  shared.mutable_definition()->set_weight_indicator("programmes/viv/indicators/faelle");
  shared.set_definition_version(4);
  shared.add_earlier_definitions();
  shared.set_etag("9");
  shared.mutable_create_time()->set_seconds(1);
  shared.mutable_update_time()->set_seconds(1);
  shared.add_external_ids()->set_system("akte");
  const Indicator indicator = InheritIndicator(kPlace, shared);
  EXPECT_EQ(indicator.name(), "programmes/viv/engagements/eins/indicators/sprachen");
  EXPECT_EQ(indicator.shared_indicator(), shared.name());
  EXPECT_TRUE(SameDefinition(indicator, shared));
  EXPECT_EQ(indicator.definition_version(), 1);
  EXPECT_EQ(indicator.targets_size(), 1);
  EXPECT_TRUE(indicator.earlier_definitions().empty());
  EXPECT_TRUE(indicator.external_ids().empty());
  EXPECT_FALSE(indicator.has_create_time());
  EXPECT_FALSE(indicator.has_update_time());
  EXPECT_EQ(indicator.etag(), "");
}

}  // namespace
}  // namespace lotse::engagement
