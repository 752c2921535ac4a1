#include "runtime/indicators/readings.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/indicators/indicators_testing.h"

namespace lotse::indicators {
namespace {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Measurement;
using types::Decimal;

Measurement Deleted(Measurement measurement) {
  measurement.mutable_delete_time()->set_seconds(1);
  return measurement;
}

// Being corrected for the second time.
Measurement UnderCorrection(Measurement measurement, const char* locked) {
  measurement.set_state(Measurement::STATE_DRAFT);
  measurement.add_earlier_revisions()->mutable_value()->set_value("77");
  auto* revision = measurement.add_earlier_revisions();
  if (locked != nullptr) revision->mutable_value()->set_value(locked);
  return measurement;
}

// Checked again after a correction.
Measurement Corrected(Measurement measurement) {
  measurement.add_earlier_revisions()->mutable_value()->set_value("77");
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

std::vector<std::string> Shown(const std::vector<Reading>& readings) {
  std::vector<std::string> shown;
  for (const Reading& r : readings) {
    shown.push_back(
        absl::StrCat(LastPart(r.measurement), " ", Shown(r.value), r.counts ? " counts" : "",
                     r.under_correction ? " under correction" : "", r.breaks ? " breaks" : ""));
  }
  return shown;
}

TEST(Readings, AreByPeriodWhatIsThereOfTheIndicator) {
  const Indicator indicator = MakeIndicator(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
  Measurement other = Measured(4, "99");
  other.set_name(absl::StrCat(kName, "-alt/measurements/m4"));
  const std::vector<Measurement> measurements = {
      Measured(3, "3"),         OfVersion(2, Measured(5, "5", Measurement::STATE_SUBMITTED)),
      Deleted(Measured(2, "")), UnderCorrection(Measured(6, "6.5"), "6"),
      Measured(1, nullptr),     other};
  EXPECT_THAT(Shown(ReadingsOf(indicator, measurements)),
              ::testing::ElementsAre("m1 none counts", "m3 3 counts", "m5 5 breaks",
                                     "m6 6 counts under correction breaks"));
  EXPECT_THAT(Shown(ReadingsOf(indicator, measurements, /*drafts_too=*/true)),
              ::testing::ElementsAre("m1 none counts", "m3 3 counts", "m5 5 counts breaks",
                                     "m6 6.5 counts breaks"));
}

TEST(Readings, CountOnceCheckedOrWithDraftsToo) {
  const Indicator indicator = MakeIndicator(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
  const struct {
    Measurement measurement;
    const char* checked;
    const char* drafts_too;
  } cases[] = {
      {Measured(1, "5", Measurement::STATE_DRAFT), "m1 5", "m1 5 counts"},
      {Measured(1, "5", Measurement::STATE_SUBMITTED), "m1 5", "m1 5 counts"},
      {Measured(1, "5", Measurement::STATE_VALIDATED), "m1 5 counts", "m1 5 counts"},
      {Measured(1, "5", Measurement::STATE_LOCKED), "m1 5 counts", "m1 5 counts"},
      {UnderCorrection(Measured(1, "5"), "4"), "m1 4 counts under correction", "m1 5 counts"},
      {UnderCorrection(Measured(1, "5"), nullptr), "m1 none counts under correction",
       "m1 5 counts"},
      {Corrected(Measured(1, "5", Measurement::STATE_VALIDATED)), "m1 5 counts", "m1 5 counts"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Shown(ReadingsOf(indicator, {c.measurement})), ::testing::ElementsAre(c.checked));
    EXPECT_THAT(Shown(ReadingsOf(indicator, {c.measurement}, true)),
                ::testing::ElementsAre(c.drafts_too));
  }
}

TEST(Readings, HaveReasonAndBreakdownOfTheSameRevision) {
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

TEST(Readings, HaveEndedByTheLastDayOfTheirPeriod) {
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

// What readings make, as `57 of m10, decreased`.
std::string Made(const Accumulated& made) {
  const char* words[] = {"", ", no value", ", not measurable", ", too large"};
  return absl::StrCat(Shown(made.value), " of ", LastPart(made.last),
                      words[static_cast<int>(made.why_not)], made.incomplete ? ", incomplete" : "",
                      made.decreased ? ", decreased" : "");
}

TEST(Readings, ValuesComeTogetherByTheAccumulation) {
  constexpr auto kIncrement = IndicatorDefinition::ACCUMULATION_INCREMENT;
  constexpr auto kCumulative = IndicatorDefinition::ACCUMULATION_CUMULATIVE;
  constexpr auto kSnapshot = IndicatorDefinition::ACCUMULATION_SNAPSHOT;
  const struct {
    const char* what;
    std::vector<Measurement> measurements;  // Some in no order.
    const char* increment;
    const char* cumulative;
    const char* snapshot;
  } cases[] = {
      {"nothing", {}, "none of none, no value", "none of none, no value", "none of none, no value"},
      {"values that rise",
       {Measured(2, "0.2"), Measured(1, "0.1")},
       "0.3 of m2",
       "0.2 of m2",
       "0.2 of m2"},
      {"a value that falls",
       {Measured(10, "25"), Measured(4, "2"), Measured(5, "30")},
       "57 of m10",
       "25 of m10, decreased",
       "25 of m10"},
      {"a fall before the last",
       {Measured(1, "9"), Measured(2, "8"), Measured(3, "10")},
       "27 of m3",
       "10 of m3, decreased",
       "10 of m3"},
      {"the same again", {Measured(1, "9"), Measured(2, "9")}, "18 of m2", "9 of m2", "9 of m2"},
      {"a draft",
       {Measured(1, "1"), Measured(2, "2", Measurement::STATE_DRAFT)},
       "1 of m1",
       "1 of m1",
       "1 of m1"},
      {"what was handed in",
       {Measured(1, "1"), Measured(2, "2", Measurement::STATE_SUBMITTED)},
       "1 of m1",
       "1 of m1",
       "1 of m1"},
      {"what is being corrected",
       {Measured(1, "1"), UnderCorrection(Measured(2, "200"), "2")},
       "3 of m2",
       "2 of m2",
       "2 of m2"},
      {"a gap",
       {Measured(1, "4"), Measured(2, nullptr), Measured(3, "3")},
       "7 of m3, incomplete",
       "3 of m3, decreased",
       "3 of m3"},
      // A sum has the day of the last value that is in it: February is not.
      {"a gap at the end",
       {Measured(1, "1"), Measured(2, nullptr)},
       "1 of m1, incomplete",
       "none of m2, not measurable",
       "none of m2, not measurable"},
      {"a fall before a gap at the end",
       {Measured(1, "5"), Measured(2, "4"), Measured(3, nullptr)},
       "9 of m2, incomplete",
       "none of m3, not measurable, decreased",
       "none of m3, not measurable"},
      {"gaps only",
       {Measured(1, nullptr), Measured(2, nullptr)},
       "none of m2, not measurable",
       "none of m2, not measurable",
       "none of m2, not measurable"},
      {"too much",
       {Measured(1, "999999999999"), Measured(2, "1")},
       "none of m2, too large",
       "1 of m2, decreased",
       "1 of m2"},
      {"too much, and a gap",
       {Measured(1, "-999999999999"), Measured(2, "-1"), Measured(3, nullptr)},
       "none of m2, too large, incomplete",
       "none of m3, not measurable",
       "none of m3, not measurable"},
      {"as much as may be",
       {Measured(1, "999999999998"), Measured(2, "1.999999")},
       "999999999999.999999 of m2",
       "1.999999 of m2, decreased",
       "1.999999 of m2"},
  };
  for (const auto& c : cases) {
    for (const auto& [accumulation, expected] : {std::pair(kIncrement, c.increment),
                                                 {kCumulative, c.cumulative},
                                                 {kSnapshot, c.snapshot}}) {
      const Indicator indicator = MakeIndicator(accumulation);
      EXPECT_EQ(Made(Accumulate(indicator, ReadingsOf(indicator, c.measurements))), expected)
          << c.what << ", " << IndicatorDefinition::Accumulation_Name(accumulation);
    }
  }
}

TEST(Readings, WithDraftsTooAllAreInIt) {
  const Indicator indicator = MakeIndicator(IndicatorDefinition::ACCUMULATION_INCREMENT);
  const std::vector<Measurement> measurements = {Measured(1, "1"),
                                                 UnderCorrection(Measured(2, "200"), "2"),
                                                 Measured(3, "5000", Measurement::STATE_DRAFT)};
  EXPECT_EQ(Made(Accumulate(indicator, ReadingsOf(indicator, measurements))), "3 of m2");
  EXPECT_EQ(Made(Accumulate(indicator, ReadingsOf(indicator, measurements, true))), "5201 of m3");
}

TEST(Readings, OnlyWhatMeasuresTheSameIsPutTogether) {
  using D = IndicatorDefinition;
  const struct {
    const char* what;
    void (*change)(D*);
    const char* made;
  } cases[] = {
      {"another unit", [](D* d) { SetUnit("Kurse", d); }, "20 of m2"},
      {"another type", [](D* d) { d->set_value_type(D::VALUE_TYPE_COUNT); }, "20 of m2"},
      {"another accumulation", [](D* d) { d->set_accumulation(D::ACCUMULATION_SNAPSHOT); },
       "20 of m2"},
      {"another place on the ladder", [](D* d) { d->set_effect_level(3); }, "21 of m2"},
  };
  for (const auto& c : cases) {
    Indicator indicator = MakeIndicator(D::ACCUMULATION_INCREMENT);
    D* earlier = indicator.add_earlier_definitions();
    *earlier = indicator.definition();
    c.change(earlier);
    indicator.set_definition_version(2);
    const std::vector<Measurement> measurements = {Measured(1, "1"),
                                                   OfVersion(2, Measured(2, "20"))};
    const std::vector<Reading> readings = ReadingsOf(indicator, measurements);
    EXPECT_EQ(IsComparable(indicator, readings[0]), c.made == std::string("21 of m2")) << c.what;
    EXPECT_TRUE(IsComparable(indicator, readings[1])) << c.what;
    EXPECT_EQ(Made(Accumulate(indicator, readings)), c.made) << c.what;
  }
}

}  // namespace
}  // namespace lotse::indicators
