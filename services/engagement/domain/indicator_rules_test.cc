#include "services/engagement/domain/indicator_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/value_test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using v1alpha::Indicator;
using v1alpha::IndicatorDefinition;

constexpr char kShared[] = "programmes/viv/indicators/schulungen";

TEST(CheckIndicator, FindsNothingWrong) {
  EXPECT_TRUE(CheckIndicator(CountedIndicator()).empty());
  Indicator shared = CountedIndicator();
  shared.set_name(kShared);
  EXPECT_TRUE(CheckIndicator(shared).empty());
  Indicator waived = CountedIndicator();
  waived.mutable_baseline()->Clear();
  *waived.mutable_baseline()->mutable_waiver_reason() = waived.title();
  EXPECT_TRUE(CheckIndicator(waived).empty());
}

TEST(CheckIndicator, FindsEachFault) {
  struct Case {
    const char* field;
    std::function<void(Indicator*, IndicatorDefinition*)> spoil;
  };
  const auto percent = [](IndicatorDefinition* d) {
    d->set_value_type(IndicatorDefinition::VALUE_TYPE_PERCENT);
    d->set_aggregation(IndicatorDefinition::AGGREGATION_NONE);
  };
  const Case cases[] = {
      {"indicator.title", [](auto* i, auto*) { i->clear_title(); }},
      {"indicator.definition.unit", [](auto*, auto* d) { d->clear_unit(); }},
      {"indicator.definition.value_type", [](auto*, auto* d) { d->clear_value_type(); }},
      {"indicator.definition.direction", [](auto*, auto* d) { d->clear_direction(); }},
      {"indicator.definition.accumulation", [](auto*, auto* d) { d->clear_accumulation(); }},
      {"indicator.definition.aggregation", [](auto*, auto* d) { d->clear_aggregation(); }},
      {"indicator.definition.aggregation",
       [](auto*, auto* d) {
         d->set_aggregation(static_cast<IndicatorDefinition::Aggregation>(9));
       }},
      {"indicator.definition.decimals", [](auto*, auto* d) { d->set_decimals(1); }},
      {"indicator.definition.decimals",
       [](auto*, auto* d) {
         d->set_value_type(IndicatorDefinition::VALUE_TYPE_NUMBER);
         d->set_decimals(7);
       }},
      {"indicator.definition.effect_level", [](auto*, auto* d) { d->set_effect_level(8); }},
      {"indicator.definition.effect_level", [](auto*, auto* d) { d->set_effect_level(-1); }},
      {"indicator.definition.accumulation",
       [&](auto*, auto* d) {
         percent(d);
         d->set_accumulation(IndicatorDefinition::ACCUMULATION_INCREMENT);
       }},
      {"indicator.definition.aggregation",
       [&](auto*, auto* d) {
         percent(d);
         d->set_aggregation(IndicatorDefinition::AGGREGATION_SUM);
       }},
      {"indicator.definition.dimensions",
       [](auto*, auto* d) {
         for (int i = 0; i < 10; ++i) *d->add_dimensions() = d->dimensions(0);
       }},
      {"indicator.definition.dimensions[1].dimension_id",
       [](auto*, auto* d) { *d->add_dimensions() = d->dimensions(0); }},
      {"indicator.definition.dimensions[0].dimension_id",
       [](auto*, auto* d) { d->mutable_dimensions(0)->set_dimension_id("Amt"); }},
      {"indicator.definition.dimensions[0].title",
       [](auto*, auto* d) { d->mutable_dimensions(0)->clear_title(); }},
      {"indicator.definition.dimensions[0].categories",
       [](auto*, auto* d) { d->mutable_dimensions(0)->clear_categories(); }},
      {"indicator.definition.dimensions[0].categories",
       [](auto*, auto* d) {
         auto* dimension = d->mutable_dimensions(0);
         for (int i = 0; i < 50; ++i) *dimension->add_categories() = dimension->categories(0);
       }},
      {"indicator.definition.dimensions[0].categories[1].category_id",
       [](auto*, auto* d) {
         d->mutable_dimensions(0)->mutable_categories(1)->set_category_id("soziales");
       }},
      {"indicator.definition.dimensions[0].categories[1].title",
       [](auto*, auto* d) { d->mutable_dimensions(0)->mutable_categories(1)->clear_title(); }},
      {"indicator.baseline", [](auto* i, auto*) { i->mutable_baseline()->clear_value(); }},
      {"indicator.baseline",
       [](auto* i, auto*) { *i->mutable_baseline()->mutable_waiver_reason() = i->title(); }},
      {"indicator.baseline", [](auto* i, auto*) { i->mutable_baseline()->Clear(); }},
      {"indicator.baseline.date", [](auto* i, auto*) { i->mutable_baseline()->clear_date(); }},
      {"indicator.baseline.date",
       [](auto* i, auto*) {
         i->mutable_baseline()->clear_value();
         *i->mutable_baseline()->mutable_waiver_reason() = i->title();
       }},
      {"indicator.baseline.value",
       [](auto* i, auto*) { i->mutable_baseline()->mutable_value()->set_value("1.5"); }},
      {"indicator.targets",
       [](auto* i, auto*) {
         for (int k = 0; k < 50; ++k) *i->add_targets() = i->targets(0);
       }},
      {"indicator.targets[1].target_id",
       [](auto* i, auto*) {
         auto* target = i->add_targets();
         *target = i->targets(0);
         target->mutable_start_date()->set_year(2023);
         target->mutable_end_date()->set_year(2024);
       }},
      {"indicator.targets[1].start_date",
       [](auto* i, auto*) {
         auto* target = i->add_targets();
         *target = i->targets(0);
         target->set_target_id("zweites");
         *target->mutable_start_date() = target->end_date();  // The last day of the first.
       }},
      {"indicator.targets[0].end_date",
       [](auto* i, auto*) { i->mutable_targets(0)->mutable_end_date()->set_year(2020); }},
      {"indicator.targets[0].value",
       [](auto* i, auto*) { i->mutable_targets(0)->mutable_value()->set_value("-1"); }},
      {"indicator.targets[0].value", [](auto* i, auto*) { i->mutable_targets(0)->clear_value(); }},
      {"indicator.interval_months", [](auto* i, auto*) { i->set_interval_months(25); }},
      {"indicator.interval_months", [](auto* i, auto*) { i->set_interval_months(-1); }},
      {"indicator.content_level.list", [](auto* i, auto*) { i->mutable_content_level(); }},
      {"indicator.content_field.list", [](auto* i, auto*) { i->mutable_content_field(); }},
      {"indicator.external_ids[0].system", [](auto* i, auto*) { i->add_external_ids(); }},
      {"indicator.shared_indicator",
       [](auto* i, auto*) { i->set_shared_indicator("programmes/other/indicators/x"); }},
      {"indicator.shared_indicator",
       [](auto* i, auto*) {
         i->set_name(kShared);
         i->set_shared_indicator("programmes/viv/indicators/x");
       }},
      {"indicator.track",
       [](auto* i, auto*) { i->set_track("programmes/viv/engagements/zwei/tracks/t"); }},
      {"indicator.track",
       [](auto* i, auto*) {
         i->set_name(kShared);
         i->set_track("programmes/viv/engagements/eins/tracks/t");
       }},
  };
  for (const Case& c : cases) {
    Indicator indicator = CountedIndicator();
    c.spoil(&indicator, indicator.mutable_definition());
    const auto violations = CheckIndicator(indicator);
    ExpectBothLanguages(violations);
    ASSERT_FALSE(violations.empty()) << c.field;
    EXPECT_EQ(violations[0].field, c.field) << violations[0].description;
  }
}

TEST(CheckIndicator, WeightsAreOtherIndicatorsWithinReach) {
  struct Case {
    IndicatorDefinition::Aggregation aggregation;
    const char* weight;
    const char* fault;  // Null if it is right.
  };
  const auto mean = IndicatorDefinition::AGGREGATION_WEIGHTED_MEAN;
  const Case cases[] = {
      {mean, "programmes/viv/engagements/eins/indicators/personal", nullptr},
      {mean, "programmes/viv/indicators/personal", nullptr},
      {mean, "", "missing"},
      {mean, kIndicator, "does not weigh itself"},
      {mean, kShared, "does not weigh itself"},
      {mean, "programmes/viv/engagements/zwei/indicators/personal", "same engagement"},
      {mean, "programmes/other/indicators/personal", "same engagement"},
      {mean, "nonsense", "same engagement"},
      {IndicatorDefinition::AGGREGATION_SUM, "programmes/viv/indicators/personal", "only"},
      {IndicatorDefinition::AGGREGATION_SUM, "", nullptr},
  };
  for (const Case& c : cases) {
    Indicator indicator = CountedIndicator();
    indicator.set_shared_indicator(kShared);
    indicator.mutable_definition()->set_aggregation(c.aggregation);
    indicator.mutable_definition()->set_weight_indicator(c.weight);
    const auto violations = CheckIndicator(indicator);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), c.fault == nullptr ? 0u : 1u) << c.weight;
    if (c.fault == nullptr) continue;
    EXPECT_EQ(violations[0].field, "indicator.definition.weight_indicator");
    EXPECT_THAT(violations[0].description, HasSubstr(c.fault));
  }
}

TEST(KeepDefinition, AnyChangeMakesAVersion) {
  const Indicator before = CountedIndicator();
  Indicator after = before;
  after.mutable_title()->mutable_variants(0)->set_text("anders");
  EXPECT_TRUE(KeepDefinition(before, &after).empty());
  EXPECT_EQ(after.definition_version(), 1);
  EXPECT_TRUE(after.earlier_definitions().empty());
  after.mutable_definition()->mutable_unit()->mutable_variants(0)->set_text("Beschäftigte");
  EXPECT_TRUE(KeepDefinition(before, &after).empty());
  EXPECT_EQ(after.definition_version(), 2);
  ASSERT_EQ(after.earlier_definitions_size(), 1);
  EXPECT_EQ(after.earlier_definitions(0).DebugString(), before.definition().DebugString());
}

TEST(KeepDefinition, NoVersionIsDropped) {
  Indicator indicator = CountedIndicator();
  for (int i = 0; i < kMostDefinitions; ++i) {
    const Indicator before = indicator;
    indicator.mutable_definition()->mutable_method()->add_variants()->set_text(std::to_string(i));
    ASSERT_TRUE(KeepDefinition(before, &indicator).empty()) << i;
  }
  EXPECT_EQ(indicator.definition_version(), 21);
  const Indicator before = indicator;
  indicator.mutable_definition()->clear_method();
  const auto violations = KeepDefinition(before, &indicator);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "indicator.definition");
  EXPECT_THAT(violations[0].description, HasSubstr("has 21 versions"));
  EXPECT_EQ(indicator.earlier_definitions_size(), kMostDefinitions);
}

TEST(CheckInherits, TheDefinitionIsTheSame) {
  Indicator shared = CountedIndicator();
  shared.set_name(kShared);
  Indicator heir = CountedIndicator();
  EXPECT_TRUE(CheckInherits(heir, shared).empty());
  heir.mutable_definition()->mutable_dimensions(0)->mutable_categories()->RemoveLast();
  const auto violations = CheckInherits(heir, shared);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "indicator.definition");
  EXPECT_THAT(violations[0].description, HasSubstr(kShared));
}

}  // namespace
}  // namespace lotse::engagement
