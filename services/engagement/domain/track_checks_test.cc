#include "services/engagement/domain/track_checks.h"

#include <gtest/gtest.h>

#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::ActionItem;
using v1alpha::Goal;
using v1alpha::Indicator;
using v1alpha::Measure;

TEST(IsOfTrack, WhatHasNoTrackIsOfAll) {
  Goal goal;
  EXPECT_TRUE(IsOfTrack(goal, "e/tracks/t"));
  goal.set_track("e/tracks/t");
  EXPECT_TRUE(IsOfTrack(goal, "e/tracks/t"));
  EXPECT_FALSE(IsOfTrack(goal, "e/tracks/u"));
}

TEST(GoalsWithoutMeasure, AsksAdoptedActionGoals) {
  const auto goal = FromText<Goal>(R"(name: "g" level: LEVEL_ACTION state: STATE_ADOPTED)");
  auto measure = FromText<Measure>(R"(goals { goal: "g" } state: STATE_PLANNED)");
  ASSERT_EQ(GoalsWithoutMeasure({goal}, {}).size(), 1u);
  EXPECT_EQ(GoalsWithoutMeasure({goal}, {})[0].subject, "g");
  EXPECT_TRUE(GoalsWithoutMeasure({goal}, {measure}).empty());
  measure.set_state(Measure::STATE_CANCELLED);
  EXPECT_EQ(GoalsWithoutMeasure({goal}, {measure}).size(), 1u) << "given up";
  Goal other = goal;
  other.set_level(Goal::LEVEL_INTERMEDIATE);
  EXPECT_TRUE(GoalsWithoutMeasure({other}, {}).empty());
  other = goal;
  other.set_state(Goal::STATE_PROPOSED);
  EXPECT_TRUE(GoalsWithoutMeasure({other}, {}).empty());
  other = goal;
  other.mutable_no_measure_reason()->add_variants();
  EXPECT_TRUE(GoalsWithoutMeasure({other}, {}).empty());
}

TEST(IncompleteGoals, LooksAtAdoptedActionGoals) {
  Goal goal = FromText<Goal>(R"(name: "g" level: LEVEL_ACTION state: STATE_ADOPTED)");
  const auto obstacles = IncompleteGoals({goal}, {});
  ASSERT_FALSE(obstacles.empty());
  EXPECT_EQ(obstacles[0].subject.substr(0, 2), "g#");
  goal.set_state(Goal::STATE_DRAFT);
  EXPECT_TRUE(IncompleteGoals({goal}, {}).empty());
  goal.set_state(Goal::STATE_ADOPTED);
  goal.set_level(Goal::LEVEL_GUIDING);
  EXPECT_TRUE(IncompleteGoals({goal}, {}).empty());
}

TEST(OverloadedUnits, ComparesTheWholeEngagementWithTheUnitsOfTheTrack) {
  const auto track = FromText<v1alpha::Track>(R"(
      org_units: "u" capacities { org_unit: "u" days_per_month { value: "4" } })");
  const auto measure = FromText<Measure>(R"(
      state: STATE_PLANNED efforts { org_unit: "u" year: 2021 month: 8 days { value: "2.5" } })");
  EXPECT_TRUE(OverloadedUnits(track, {measure}, {track}).empty());
  const auto overloaded = OverloadedUnits(track, {measure, measure}, {track});
  ASSERT_EQ(overloaded.size(), 1u);
  EXPECT_EQ(overloaded[0].subject, "u");
  EXPECT_EQ(overloaded[0].description.en,
            "has 5 days planned in 2021-08 and can give 4; plan less, or later");
  v1alpha::Track other;
  other.add_org_units("v");
  EXPECT_TRUE(OverloadedUnits(other, {measure, measure}, {track}).empty());
}

TEST(IndicatorsWithoutBaseline, TakesAValueOrAReason) {
  Indicator indicator;
  EXPECT_EQ(IndicatorsWithoutBaseline({indicator}).size(), 1u);
  indicator.mutable_baseline()->mutable_waiver_reason()->add_variants();
  EXPECT_TRUE(IndicatorsWithoutBaseline({indicator}).empty());
  indicator.clear_baseline();
  indicator.mutable_baseline()->mutable_value()->set_value("0");
  EXPECT_TRUE(IndicatorsWithoutBaseline({indicator}).empty());
}

TEST(OpenMeasures, CountsWhatIsNotFinished) {
  const std::pair<Measure::State, bool> cases[] = {
      {Measure::STATE_IDEA, true},       {Measure::STATE_PLANNED, true},
      {Measure::STATE_APPROVED, true},   {Measure::STATE_IN_PROGRESS, true},
      {Measure::STATE_BLOCKED, true},    {Measure::STATE_ON_HOLD, true},
      {Measure::STATE_DONE, false},      {Measure::STATE_VERIFIED, false},
      {Measure::STATE_SUSTAINED, false}, {Measure::STATE_CANCELLED, false}};
  for (const auto& [state, open] : cases) {
    Measure measure;
    measure.set_state(state);
    EXPECT_EQ(OpenMeasures({measure}).size(), open ? 1u : 0u) << state;
  }
}

TEST(OpenActionItems, CountsWhatIsOpen) {
  std::vector<ActionItem> items(4);
  items[0].set_state(ActionItem::STATE_OPEN);
  items[1].set_state(ActionItem::STATE_DONE);
  items[2].set_state(ActionItem::STATE_HANDED_OVER);
  items[3].set_state(ActionItem::STATE_CANCELLED);
  EXPECT_EQ(OpenActionItems(items).size(), 1u);
}

}  // namespace
}  // namespace lotse::engagement
