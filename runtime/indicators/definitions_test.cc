#include "runtime/indicators/definitions.h"

#include <string>

#include "gtest/gtest.h"
#include "runtime/indicators/indicators_testing.h"

namespace lotse::indicators {
namespace {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Target;

TEST(Definitions, MeasureTheSameByUnitTypeAndAccumulation) {
  using D = IndicatorDefinition;
  const struct {
    const char* what;
    void (*change)(D*);
    bool same;
  } cases[] = {
      {"nothing", [](D*) {}, true},
      {"unit", [](D* d) { SetUnit("Kurse", d); }, false},
      {"no unit", [](D* d) { d->clear_unit(); }, false},
      {"type", [](D* d) { d->set_value_type(D::VALUE_TYPE_COUNT); }, false},
      {"accumulation", [](D* d) { d->set_accumulation(D::ACCUMULATION_SNAPSHOT); }, false},
      {"place on the ladder", [](D* d) { d->set_effect_level(3); }, true},
      {"direction", [](D* d) { d->set_direction(D::DIRECTION_DECREASE); }, true},
      {"digits", [](D* d) { d->set_decimals(2); }, true},
      {"method", [](D* d) { d->mutable_method()->add_variants()->set_text("anders"); }, true},
      {"dimension", [](D* d) { d->add_dimensions()->set_dimension_id("amt"); }, true},
  };
  for (const auto& c : cases) {
    const D present = MakeIndicator(D::ACCUMULATION_INCREMENT).definition();
    D other = present;
    c.change(&other);
    EXPECT_EQ(MeasureTheSame(present, other), c.same) << c.what;
    EXPECT_EQ(MeasureTheSame(other, present), c.same) << c.what;
  }
}

TEST(Definitions, HaveVersionsFromOneTheLastOfWhichIsThePresentOne) {
  Indicator indicator = MakeIndicator(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
  indicator.mutable_definition()->set_effect_level(3);
  for (const int level : {1, 2}) {
    IndicatorDefinition& earlier = *indicator.add_earlier_definitions();
    earlier = indicator.definition();
    earlier.set_effect_level(level);
  }
  indicator.set_definition_version(3);
  const struct {
    int version;
    int level;
  } cases[] = {{1, 1}, {2, 2}, {3, 3}, {4, 3}, {0, 3}, {-1, 3}};
  for (const auto& c : cases) {
    EXPECT_EQ(DefinitionOf(indicator, c.version).effect_level(), c.level) << c.version;
  }
}

TEST(Definitions, TheTargetOfADayIsTheLastThatHasBegunOrTheFirst) {
  Indicator indicator;
  EXPECT_EQ(TargetOn(indicator, absl::CivilDay(2026, 1, 1)), nullptr);
  const auto add = [&](const char* id, absl::CivilDay first, absl::CivilDay last) {
    Target& target = *indicator.add_targets();
    target.set_target_id(id);
    *target.mutable_start_date() = types::ToDate(first);
    *target.mutable_end_date() = types::ToDate(last);
  };
  // In no order.
  add("c", absl::CivilDay(2028, 2, 1), absl::CivilDay(2028, 11, 30));
  add("a", absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 6, 30));
  add("b", absl::CivilDay(2027, 1, 1), absl::CivilDay(2027, 6, 30));
  const struct {
    absl::CivilDay day;
    const char* target;
  } cases[] = {
      {absl::CivilDay(2025, 12, 31), "a"},  // Before all.
      {absl::CivilDay(2026, 1, 1), "a"},   {absl::CivilDay(2026, 6, 30), "a"},
      {absl::CivilDay(2026, 9, 1), "a"},  // Between two.
      {absl::CivilDay(2026, 12, 31), "a"}, {absl::CivilDay(2027, 1, 1), "b"},
      {absl::CivilDay(2028, 1, 31), "b"},  {absl::CivilDay(2028, 2, 1), "c"},
      {absl::CivilDay(2030, 1, 1), "c"},  // After all.
  };
  for (const auto& c : cases) {
    EXPECT_EQ(TargetOn(indicator, c.day)->target_id(), c.target) << absl::FormatCivilTime(c.day);
  }
}

}  // namespace
}  // namespace lotse::indicators
