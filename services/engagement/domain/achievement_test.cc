#include "services/engagement/domain/achievement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/value_test_data.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1alpha::Indicator;
using v1alpha::IndicatorDefinition;
using v1alpha::Measurement;

constexpr absl::CivilDay kEnd(2021, 12, 31);

// An indicator that takes any number.
Indicator NumberFrom(const std::string& baseline, const std::string& target) {
  Indicator indicator = CountedIndicator();
  indicator.mutable_definition()->set_value_type(IndicatorDefinition::VALUE_TYPE_NUMBER);
  indicator.mutable_definition()->set_decimals(6);
  indicator.mutable_baseline()->mutable_value()->set_value(baseline);
  indicator.mutable_targets(0)->mutable_value()->set_value(target);
  return indicator;
}

TEST(AchievementOf, GivesTheRatioExactlyAndRoundedInPercent) {
  struct Case {
    const char* baseline;
    const char* target;
    const char* actual;
    const char* ratio;
    const char* percent;  // Null: does not fit.
  };
  const Case cases[] = {
      {"10", "50", "30", "1/2", "50"},
      {"10", "50", "90", "2", "200"},
      {"40", "10", "5", "7/6", "116.7"},
      {"40", "10", "50", "-1/3", "-33.3"},
      {"0", "2000", "-1", "-1/2000", "-0.1"},
      {"0", "0.3", "0.1", "1/3", "33.3"},
      // As long as it has at most 12 digits before the point.
      {"0", "0.000001", "9999.999999", "9999999999", "999999999900"},
      {"0", "0.000001", "10000", "10000000000", nullptr},
      {"0", "0.000001", "999999999999", "999999999999000000", nullptr},
      {"-999999999999", "999999999999", "999999999999", "1", "100"},
  };
  for (const Case& c : cases) {
    const auto out =
        AchievementOf(NumberFrom(c.baseline, c.target), {GoodMeasurement(5, c.actual)}, {kEnd});
    EXPECT_EQ(out.ratio(), c.ratio) << c.actual << " of " << c.baseline << " to " << c.target;
    EXPECT_EQ(out.has_ratio_percent(), c.percent != nullptr) << c.ratio;
    if (c.percent != nullptr) {
      EXPECT_EQ(out.ratio_percent().value(), c.percent);
    }
    EXPECT_EQ(out.baseline().value(), c.baseline);
    EXPECT_EQ(out.target().value(), c.target);
    EXPECT_EQ(out.target_id(), "ende");
    EXPECT_EQ(out.actual().value(), c.actual);
    EXPECT_EQ(out.undefined_reason(), "");
  }
}

TEST(AchievementOf, SaysWhyThereIsNoRatio) {
  struct Case {
    const char* reason;
    std::function<void(Indicator*, std::vector<Measurement>*)> change;
  };
  const Case cases[] = {
      {"NO_BASELINE", [](Indicator* i, auto*) { i->clear_baseline(); }},
      {"NO_BASELINE", [](Indicator* i, auto*) { i->mutable_baseline()->clear_value(); }},
      {"NO_TARGET", [](Indicator* i, auto*) { i->clear_targets(); }},
      {"NO_VALUE", [](Indicator*, auto* m) { m->clear(); }},
      {"NO_VALUE", [](Indicator*, auto* m) { m->at(0).set_state(Measurement::STATE_SUBMITTED); }},
      {"NOT_MEASURABLE", [](Indicator*, auto* m) { m->at(0).clear_value(); }},
      {"TARGET_IS_BASELINE",
       [](Indicator* i, auto*) { i->mutable_targets(0)->mutable_value()->set_value("10.0"); }},
  };
  for (const Case& c : cases) {
    Indicator indicator = CountedIndicator();
    std::vector<Measurement> measurements = {GoodMeasurement(5, "30")};
    c.change(&indicator, &measurements);
    const auto out = AchievementOf(indicator, measurements, {kEnd});
    EXPECT_EQ(out.undefined_reason(), c.reason);
    EXPECT_EQ(out.ratio(), "") << c.reason;
    EXPECT_FALSE(out.has_ratio_percent()) << c.reason;
  }
}

TEST(AchievementOf, NamesTheLastThatIsInItAndWarnsOfAFall) {
  struct Case {
    IndicatorDefinition::Accumulation accumulation;
    const char* actual;
    std::vector<std::string> warnings;
  };
  const Case cases[] = {
      {IndicatorDefinition::ACCUMULATION_INCREMENT, "57", {}},
      {IndicatorDefinition::ACCUMULATION_CUMULATIVE, "25", {"DECREASED"}},
      {IndicatorDefinition::ACCUMULATION_SNAPSHOT, "25", {}},
  };
  for (const Case& c : cases) {
    Indicator indicator = CountedIndicator();
    indicator.mutable_definition()->set_accumulation(c.accumulation);
    // In the order of their names, not of their periods.
    const auto out = AchievementOf(
        indicator, {GoodMeasurement(10, "25"), GoodMeasurement(4, "2"), GoodMeasurement(5, "30")},
        {kEnd});
    EXPECT_EQ(out.actual().value(), c.actual);
    EXPECT_EQ(out.measurement(), GoodMeasurement(10, "").name());
    EXPECT_EQ(std::vector<std::string>(out.warnings().begin(), out.warnings().end()), c.warnings);
  }
}

TEST(AchievementOf, LeavesOutWhatEndsLater) {
  Indicator indicator = CountedIndicator();
  indicator.mutable_definition()->set_accumulation(IndicatorDefinition::ACCUMULATION_INCREMENT);
  const std::vector<Measurement> all = {GoodMeasurement(4, "2"), GoodMeasurement(5, "30")};
  const auto actual = [&](absl::CivilDay day) {
    return AchievementOf(indicator, all, {day}).actual().value();
  };
  EXPECT_EQ(actual(absl::CivilDay(2021, 4, 29)), "");
  EXPECT_EQ(actual(absl::CivilDay(2021, 4, 30)), "2");
  EXPECT_EQ(actual(absl::CivilDay(2021, 5, 30)), "2");
  EXPECT_EQ(actual(absl::CivilDay(2021, 5, 31)), "32");
}

TEST(AchievementOf, CountsWhatIsValidatedUnlessAsked) {
  for (const auto state : {Measurement::STATE_DRAFT, Measurement::STATE_SUBMITTED,
                           Measurement::STATE_VALIDATED, Measurement::STATE_LOCKED}) {
    Measurement measurement = GoodMeasurement(5, "30");
    measurement.set_state(state);
    const bool checked = state >= Measurement::STATE_VALIDATED;
    EXPECT_EQ(AchievementOf(CountedIndicator(), {measurement}, {kEnd}).has_actual(), checked);
    EXPECT_TRUE(AchievementOf(CountedIndicator(), {measurement}, {kEnd, true}).has_actual());
  }
}

TEST(AchievementOf, WhatWasLockedCountsWhileItIsCorrected) {
  Measurement measurement = GoodMeasurement(5, "35");
  measurement.set_state(Measurement::STATE_DRAFT);
  measurement.add_earlier_revisions()->mutable_value()->set_value("20");
  measurement.add_earlier_revisions()->mutable_value()->set_value("30");
  auto out = AchievementOf(CountedIndicator(), {measurement}, {kEnd});
  EXPECT_EQ(out.actual().value(), "30");
  EXPECT_THAT(out.warnings(), ElementsAre("UNDER_CORRECTION"));
  out = AchievementOf(CountedIndicator(), {measurement}, {kEnd, true});
  EXPECT_EQ(out.actual().value(), "35");
  EXPECT_THAT(out.warnings(), IsEmpty());
  measurement.set_state(Measurement::STATE_VALIDATED);
  EXPECT_EQ(AchievementOf(CountedIndicator(), {measurement}, {kEnd}).actual().value(), "35");
}

TEST(AchievementOf, APartOfASumThatIsMissingIsSaid) {
  Indicator indicator = CountedIndicator();
  indicator.mutable_definition()->set_accumulation(IndicatorDefinition::ACCUMULATION_INCREMENT);
  Measurement missing = GoodMeasurement(6, "0");
  missing.clear_value();
  auto out = AchievementOf(indicator, {GoodMeasurement(5, "30"), missing}, {kEnd});
  EXPECT_EQ(out.actual().value(), "30");
  // What is missing is not in it, so it is of the month before.
  EXPECT_EQ(out.measurement(), GoodMeasurement(5, "").name());
  EXPECT_THAT(out.warnings(), ElementsAre("NOT_MEASURABLE"));
  out = AchievementOf(indicator, {missing}, {kEnd});
  EXPECT_FALSE(out.has_actual());
  EXPECT_EQ(out.measurement(), missing.name());
  EXPECT_THAT(out.warnings(), IsEmpty());
  EXPECT_EQ(out.undefined_reason(), "NOT_MEASURABLE");
}

TEST(AchievementOf, ASumMayBecomeTooLarge) {
  Indicator indicator = CountedIndicator();
  indicator.mutable_definition()->set_accumulation(IndicatorDefinition::ACCUMULATION_INCREMENT);
  std::vector<Measurement> measurements = {GoodMeasurement(5, "999999999999")};
  EXPECT_EQ(AchievementOf(indicator, measurements, {kEnd}).actual().value(), "999999999999");
  for (int month = 1; month <= 12; ++month) {
    measurements.push_back(GoodMeasurement(month, "999999999999"));
  }
  const auto out = AchievementOf(indicator, measurements, {kEnd});
  EXPECT_FALSE(out.has_actual());
  EXPECT_EQ(out.undefined_reason(), "TOO_LARGE");
}

TEST(AchievementOf, KnowsOtherDefinitions) {
  Indicator indicator = CountedIndicator();
  *indicator.add_earlier_definitions() = indicator.definition();
  indicator.set_definition_version(2);
  indicator.mutable_definition()->set_effect_level(3);
  const std::vector<Measurement> measurements = {GoodMeasurement(5, "30")};
  auto out = AchievementOf(indicator, measurements, {kEnd});
  EXPECT_EQ(out.ratio(), "1/2");
  EXPECT_THAT(out.warnings(), ElementsAre("DEFINITION_CHANGED"));
  indicator.mutable_definition()->mutable_unit()->mutable_variants(0)->set_text("Haushalte");
  out = AchievementOf(indicator, measurements, {kEnd});
  EXPECT_EQ(out.undefined_reason(), "NO_VALUE");
  EXPECT_EQ(out.measurement(), "");
  EXPECT_THAT(out.warnings(), ElementsAre("OTHER_DEFINITION"));
}

TEST(AchievementOf, CategoriesThatMakeAnotherSumAreSaid) {
  Measurement measurement = GoodMeasurement(5, "30");
  auto* part = measurement.add_breakdown();
  part->set_dimension_id("amt");
  part->set_category_id("soziales");
  part->mutable_value()->set_value("31");
  EXPECT_THAT(AchievementOf(CountedIndicator(), {measurement}, {kEnd}).warnings(),
              ElementsAre("BREAKDOWN_SUM"));
}

}  // namespace
}  // namespace lotse::engagement
