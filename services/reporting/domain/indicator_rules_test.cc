#include "services/reporting/domain/indicator_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/types/date.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Measurement;
using engagement::v1alpha::Target;
using types::Decimal;

constexpr char kName[] = "programmes/p/engagements/e/indicators/kurse";

void SetUnit(const char* unit, IndicatorDefinition* definition) {
  auto* variant = definition->mutable_unit()->add_variants();
  variant->set_language("de");
  variant->set_text(unit);
}

Indicator MakeIndicator(IndicatorDefinition::Accumulation accumulation) {
  Indicator indicator;
  indicator.set_name(kName);
  indicator.set_definition_version(1);
  indicator.mutable_definition()->set_value_type(IndicatorDefinition::VALUE_TYPE_NUMBER);
  indicator.mutable_definition()->set_accumulation(accumulation);
  SetUnit("Personen", indicator.mutable_definition());
  return indicator;
}

// The measurement of a month of 2026; no value: it could not be measured.
Measurement Measured(int month, const char* value,
                     Measurement::State state = Measurement::STATE_LOCKED) {
  Measurement measurement;
  measurement.set_name(absl::StrCat(kName, "/measurements/m", month));
  *measurement.mutable_start_date() = types::ToDate(absl::CivilDay(2026, month, 1));
  *measurement.mutable_end_date() = types::ToDate(absl::CivilDay(2026, month, 28));
  if (value != nullptr) measurement.mutable_value()->set_value(value);
  measurement.set_state(state);
  measurement.set_definition_version(1);
  return measurement;
}

Measurement Deleted(Measurement measurement) {
  measurement.mutable_delete_time()->set_seconds(1);
  return measurement;
}

Measurement UnderCorrection(Measurement measurement, const char* locked) {
  measurement.set_state(Measurement::STATE_DRAFT);
  auto* revision = measurement.add_earlier_revisions();
  if (locked != nullptr) revision->mutable_value()->set_value(locked);
  return measurement;
}

Measurement OfVersion(int version, Measurement measurement) {
  measurement.set_definition_version(version);
  return measurement;
}

std::string Shown(const std::optional<Decimal>& value) {
  return value.has_value() ? value->ToString() : "none";
}

std::string LastPart(const Measurement* measurement) {
  if (measurement == nullptr) return "none";
  return measurement->name().substr(measurement->name().rfind('/') + 1);
}

TEST(IndicatorRulesTest, StepsSixAndSevenAreMonitoring) {
  for (int level = 0; level <= 7; ++level) {
    IndicatorDefinition definition;
    definition.set_effect_level(level);
    EXPECT_EQ(IsMonitoring(definition), level >= 6) << level;
  }
}

TEST(IndicatorRulesTest, ReadsByPeriodWhatIsThereOfTheIndicator) {
  const Indicator indicator = MakeIndicator(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
  Measurement other = Measured(4, "99");
  other.set_name(absl::StrCat(kName, "-alt/measurements/m4"));
  const std::vector<Measurement> measurements = {
      Measured(3, "3"),         OfVersion(2, Measured(5, "5", Measurement::STATE_SUBMITTED)),
      Deleted(Measured(2, "")), UnderCorrection(Measured(6, "6.5"), "6"),
      Measured(1, nullptr),     other};
  const std::vector<Reading> readings = ReadingsOf(indicator, measurements);
  std::vector<std::string> seen;
  for (const Reading& r : readings) {
    seen.push_back(
        absl::StrCat(LastPart(r.measurement), " ", Shown(r.value), r.checked ? " checked" : "",
                     r.under_correction ? " under correction" : "", r.breaks ? " breaks" : ""));
  }
  EXPECT_THAT(seen, ::testing::ElementsAre("m1 none checked", "m3 3 checked", "m5 5 breaks",
                                           "m6 6 checked under correction breaks"));
}

TEST(IndicatorRulesTest, ReadsReasonAndBreakdownOfTheSameRevision) {
  const Indicator indicator = MakeIndicator(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
  Measurement plain = Measured(1, "1");
  plain.add_breakdown()->set_category_id("new");
  plain.mutable_not_measurable_reason()->add_variants()->set_text("new");
  Measurement corrected = plain;
  corrected.set_state(Measurement::STATE_SUBMITTED);
  auto* before = corrected.add_earlier_revisions();
  before->add_breakdown()->set_category_id("old");
  before->mutable_not_measurable_reason()->add_variants()->set_text("old");
  for (const auto& [measurement, expected] : {std::pair(plain, "new"), {corrected, "old"}}) {
    const std::vector<Measurement> measurements = {measurement};
    const std::vector<Reading> readings = ReadingsOf(indicator, measurements);
    EXPECT_EQ(readings[0].breakdown->Get(0).category_id(), expected);
    EXPECT_EQ(readings[0].not_measurable_reason->variants(0).text(), expected);
  }
}

TEST(IndicatorRulesTest, KeepsWhatHasEnded) {
  const Indicator indicator = MakeIndicator(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
  const std::vector<Measurement> measurements = {Measured(1, "1"), Measured(2, "2")};
  const auto ended = [&](absl::CivilDay day) {
    return EndedBy(ReadingsOf(indicator, measurements), day).size();
  };
  EXPECT_EQ(ended(absl::CivilDay(2026, 1, 27)), 0u);
  EXPECT_EQ(ended(absl::CivilDay(2026, 1, 28)), 1u);
  EXPECT_EQ(ended(absl::CivilDay(2026, 2, 27)), 1u);
  EXPECT_EQ(ended(absl::CivilDay(2026, 2, 28)), 2u);
}

TEST(IndicatorRulesTest, Accumulates) {
  using D = IndicatorDefinition;
  constexpr auto kDraft = Measurement::STATE_DRAFT;
  const struct {
    const char* what;
    D::Accumulation accumulation;
    std::vector<Measurement> measurements;
    const char* value;
    const char* last;
  } cases[] = {
      {"nothing", D::ACCUMULATION_INCREMENT, {}, "none", "none"},
      {"a sum", D::ACCUMULATION_INCREMENT, {Measured(2, "0.2"), Measured(1, "0.1")}, "0.3", "m2"},
      {"the latest", D::ACCUMULATION_SNAPSHOT, {Measured(2, "4"), Measured(1, "9")}, "4", "m2"},
      {"the latest of what cumulates, though it decreases",
       D::ACCUMULATION_CUMULATIVE,
       {Measured(1, "9"), Measured(2, "8")},
       "8",
       "m2"},
      {"a draft does not count",
       D::ACCUMULATION_SNAPSHOT,
       {Measured(1, "1"), Measured(2, "2", kDraft)},
       "1",
       "m1"},
      {"what was handed in does not count",
       D::ACCUMULATION_INCREMENT,
       {Measured(1, "1"), Measured(2, "2", Measurement::STATE_SUBMITTED)},
       "1",
       "m1"},
      {"what is being corrected counts as it was",
       D::ACCUMULATION_INCREMENT,
       {Measured(1, "1"), UnderCorrection(Measured(2, "200"), "2")},
       "3",
       "m2"},
      {"a sum of what could be measured",
       D::ACCUMULATION_INCREMENT,
       {Measured(1, "1"), Measured(2, nullptr), Measured(3, "3")},
       "4",
       "m3"},
      {"a sum whose last period could not be measured",
       D::ACCUMULATION_INCREMENT,
       {Measured(1, "1"), Measured(2, nullptr)},
       "1",
       "m1"},
      {"the latest could not be measured",
       D::ACCUMULATION_SNAPSHOT,
       {Measured(1, "1"), Measured(2, nullptr)},
       "none",
       "m2"},
      {"a sum of nothing that could be measured",
       D::ACCUMULATION_INCREMENT,
       {Measured(1, nullptr)},
       "none",
       "m1"},
      {"too large",
       D::ACCUMULATION_INCREMENT,
       {Measured(1, "999999999999"), Measured(2, "1")},
       "none",
       "m2"},
      {"as large as may be",
       D::ACCUMULATION_INCREMENT,
       {Measured(1, "999999999998"), Measured(2, "1.999999")},
       "999999999999.999999",
       "m2"},
  };
  for (const auto& c : cases) {
    const Indicator indicator = MakeIndicator(c.accumulation);
    const Accumulated out = Accumulate(indicator, ReadingsOf(indicator, c.measurements));
    EXPECT_EQ(Shown(out.value), c.value) << c.what;
    EXPECT_EQ(LastPart(out.last), c.last) << c.what;
    EXPECT_EQ(out.too_large, c.what == std::string("too large")) << c.what;
  }
}

TEST(IndicatorRulesTest, OnlyWhatMeasuresTheSameIsPutTogether) {
  const struct {
    const char* what;
    void (*change)(IndicatorDefinition*);
    const char* value;
  } cases[] = {
      {"another unit",
       [](IndicatorDefinition* d) {
         d->clear_unit();
         SetUnit("Kurse", d);
       },
       "20"},
      {"another type",
       [](IndicatorDefinition* d) { d->set_value_type(IndicatorDefinition::VALUE_TYPE_COUNT); },
       "20"},
      {"another accumulation",
       [](IndicatorDefinition* d) {
         d->set_accumulation(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
       },
       "20"},
      {"another place on the ladder", [](IndicatorDefinition* d) { d->set_effect_level(3); }, "21"},
  };
  for (const auto& c : cases) {
    Indicator indicator = MakeIndicator(IndicatorDefinition::ACCUMULATION_INCREMENT);
    IndicatorDefinition* earlier = indicator.add_earlier_definitions();
    *earlier = indicator.definition();
    c.change(earlier);
    indicator.set_definition_version(2);
    const std::vector<Measurement> measurements = {Measured(1, "1"),
                                                   OfVersion(2, Measured(2, "20"))};
    EXPECT_EQ(Shown(Accumulate(indicator, ReadingsOf(indicator, measurements)).value), c.value)
        << c.what;
  }
}

TEST(IndicatorRulesTest, FindsTheTargetOfADay) {
  Indicator indicator;
  EXPECT_EQ(TargetOn(indicator, absl::CivilDay(2026, 1, 1)), nullptr);
  const auto add = [&](const char* id, absl::CivilDay first, absl::CivilDay last) {
    Target& target = *indicator.add_targets();
    target.set_target_id(id);
    *target.mutable_start_date() = types::ToDate(first);
    *target.mutable_end_date() = types::ToDate(last);
  };
  add("b", absl::CivilDay(2027, 1, 1), absl::CivilDay(2027, 6, 30));
  add("a", absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 6, 30));
  const struct {
    absl::CivilDay day;
    const char* target;
  } cases[] = {
      {absl::CivilDay(2025, 12, 31), "a"}, {absl::CivilDay(2026, 1, 1), "a"},
      {absl::CivilDay(2026, 6, 30), "a"},  {absl::CivilDay(2026, 9, 1), "a"},
      {absl::CivilDay(2026, 12, 31), "a"}, {absl::CivilDay(2027, 1, 1), "b"},
      {absl::CivilDay(2030, 1, 1), "b"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(TargetOn(indicator, c.day)->target_id(), c.target) << absl::FormatCivilTime(c.day);
  }
}

TEST(IndicatorRulesTest, TellsHowMuchOfTheWayIsDone) {
  const struct {
    const char* baseline;
    const char* target;
    const char* actual;
    std::optional<int32_t> per_mille;
  } cases[] = {
      {"0", "100", "50", 500},
      {"0", "100", "0", 0},
      {"0", "100", "150", 1500},    // Not clamped.
      {"0", "100", "-5", -50},      // The wrong way.
      {"40", "20", "30", 500},      // A value that shall decrease.
      {"40", "20", "45", -250},     // One that increases instead.
      {"0", "8", "1.004", 126},     // 125.5: half away from zero.
      {"0", "8", "-1.004", -126},   // -125.5.
      {"0", "8", "1.003999", 125},  // Just below the half.
      {"0", "0.3", "0.1", 333},     // Exact where binary fractions are not.
      {"10", "10", "10", std::nullopt},
      {"0", "0.000001", "999999999999", std::nullopt},  // Does not fit.
      {"-999999999999", "999999999999", "999999999999", 1000},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(AchievementPerMille(*Decimal::Parse(c.baseline), *Decimal::Parse(c.target),
                                  *Decimal::Parse(c.actual)),
              c.per_mille)
        << c.baseline << " " << c.target << " " << c.actual;
  }
}

}  // namespace
}  // namespace lotse::reporting
