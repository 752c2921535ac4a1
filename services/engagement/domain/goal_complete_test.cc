#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "runtime/rpc/error.h"
#include "services/engagement/domain/chain_test_data.h"
#include "services/engagement/domain/goal_rules.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Goal;
using v1alpha::Indicator;

std::vector<std::string> FieldsMissing(const Goal& goal, const std::vector<Indicator>& indicators) {
  std::vector<std::string> fields;
  for (const auto& missing : MissingIn(goal, indicators)) {
    EXPECT_FALSE(missing.description().empty());
    fields.push_back(missing.field());
  }
  return fields;
}

TEST(MissingIn, TellsAllAtOnce) {
  EXPECT_THAT(FieldsMissing(GoodGoal(), {}), IsEmpty());
  Goal bare;
  bare.set_name(GoodGoal().name());
  bare.set_level(Goal::LEVEL_ACTION);
  EXPECT_THAT(FieldsMissing(bare, {}), ElementsAre("parent_goal", "needs", "accountable_unit",
                                                   "due_date", "indicators", "feasibility"));
  const absl::Status status = CheckComplete(bare, {});
  EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_GOAL_INCOMPLETE);
  EXPECT_THAT(std::string(status.message()), HasSubstr(bare.name() + "#parent_goal"));
  EXPECT_TRUE(CheckComplete(GoodGoal(), {}).ok());
  for (const auto& missing : MissingIn(bare, {})) {
    EXPECT_NE(missing.description_de(), "") << missing.field();
    EXPECT_NE(missing.description_de(), missing.description()) << missing.field();
  }
}

TEST(MissingIn, FindsEachPart) {
  struct Case {
    std::function<void(Goal*)> fault;
    const char* field;
  };
  const Case cases[] = {
      {[](Goal* g) { g->clear_parent_goal(); }, "parent_goal"},
      {[](Goal* g) { g->clear_needs(); }, "needs"},
      {[](Goal* g) { g->clear_accountable_unit(); }, "accountable_unit"},
      {[](Goal* g) { g->clear_due_date(); }, "due_date"},
      {[](Goal* g) { g->clear_success_statement(); }, "indicators"},
      {[](Goal* g) { g->mutable_success_statement()->clear_variants(); }, "indicators"},
      {[](Goal* g) { g->clear_feasibility(); }, "feasibility"},
      {[](Goal* g) { g->mutable_feasibility()->clear_variants(); }, "feasibility"},
  };
  for (const Case& c : cases) {
    Goal goal = GoodGoal();
    c.fault(&goal);
    EXPECT_THAT(FieldsMissing(goal, {}), ElementsAre(c.field));
  }
  // What comes from the programme needs no need of its own.
  Goal inherited = GoodGoal();
  inherited.clear_needs();
  inherited.set_shared_goal("programmes/viv/goals/formulare");
  EXPECT_THAT(FieldsMissing(inherited, {}), IsEmpty());
}

TEST(MissingIn, AsksForAnIndicatorThatMeasures) {
  struct Case {
    std::function<void(Indicator*)> fault;
    std::string lack;  // Empty: nothing.
  };
  const Case cases[] = {
      {[](Indicator*) {}, ""},
      {[](Indicator* i) { i->mutable_definition()->clear_unit(); }, "a unit"},
      {[](Indicator* i) { i->clear_baseline(); }, "a baseline"},
      {[](Indicator* i) { i->mutable_baseline()->clear_value(); }, "a baseline"},
      {[](Indicator* i) {
         i->clear_baseline();
         i->mutable_baseline()->mutable_waiver_reason()->add_variants()->set_text("nie gezählt");
       },
       ""},
      {[](Indicator* i) { i->clear_targets(); }, "a target"},
  };
  for (const Case& c : cases) {
    Goal goal = GoodGoal();
    goal.clear_success_statement();
    Indicator indicator = GoodIndicator();
    c.fault(&indicator);
    const auto missing = MissingIn(goal, {indicator});
    ASSERT_EQ(missing.empty(), c.lack.empty()) << c.lack;
    if (!c.lack.empty()) {
      EXPECT_EQ(missing[0].field(), "indicators");
      EXPECT_THAT(missing[0].description(), HasSubstr(indicator.name() + " lacks " + c.lack));
    }
    // One that measures is enough.
    EXPECT_THAT(FieldsMissing(goal, {indicator, GoodIndicator()}), IsEmpty());
  }
}

TEST(MissingIn, AsksLessOfWhatLiesAbove) {
  Goal goal;
  goal.set_name("programmes/viv/engagements/eins/goals/x");
  goal.set_level(Goal::LEVEL_GUIDING);
  EXPECT_THAT(FieldsMissing(goal, {}), IsEmpty());
  goal.set_level(Goal::LEVEL_INTERMEDIATE);
  EXPECT_THAT(FieldsMissing(goal, {}), ElementsAre("parent_goal"));
  goal.set_level(Goal::LEVEL_ACTION);
  goal.set_name("programmes/viv/goals/x");
  EXPECT_THAT(FieldsMissing(goal, {}), ElementsAre("parent_goal", "due_date", "indicators"));
}

}  // namespace
}  // namespace lotse::engagement
