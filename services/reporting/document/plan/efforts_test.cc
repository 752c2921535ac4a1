#include "services/reporting/document/plan/efforts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_testing.h"
#include "services/reporting/document/plan/sample_plan.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Measure;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::Report;
using v1alpha::Table;

void Plan(const std::string& unit, int year, int month, const char* days, Measure& measure) {
  engagement::v1alpha::Effort& effort = *measure.add_efforts();
  effort.set_org_unit(unit);
  effort.set_year(year);
  effort.set_month(month);
  effort.mutable_days()->set_value(days);
}

// The effort of a measure of two units, from December 2026 to February 2027.
Measure OfThreeMonths(Measure::State state = Measure::STATE_IN_PROGRESS) {
  Measure measure;
  measure.set_state(state);
  Plan("b", 2027, 2, "0.25", measure);
  Plan("a", 2026, 12, "2.5", measure);
  Plan("b", 2026, 12, "1", measure);
  return measure;
}

TEST(EffortsTest, AddsUpExactlyAndByTheMonthsThatAreOver) {
  const struct {
    absl::CivilDay day;
    const char* over;
  } cases[] = {
      {absl::CivilDay(2026, 12, 30), "0"},   {absl::CivilDay(2026, 12, 31), "3.5"},
      {absl::CivilDay(2027, 1, 31), "3.5"},  {absl::CivilDay(2027, 2, 27), "3.5"},
      {absl::CivilDay(2027, 2, 28), "3.75"}, {absl::CivilDay(2030, 1, 1), "3.75"},
  };
  for (const auto& c : cases) {
    const auto effort = PlannedEffortOf(OfThreeMonths(), c.day);
    ASSERT_TRUE(effort.has_value());
    EXPECT_EQ(effort->days.ToString(), "3.75");
    EXPECT_EQ(effort->days_over.ToString(), c.over) << c.day;
    EXPECT_EQ(effort->first, absl::CivilDay(2026, 12, 1));
    EXPECT_EQ(effort->last, absl::CivilDay(2027, 2, 28));
    EXPECT_THAT(effort->org_units, ElementsAre("b", "a"));
  }
}

TEST(EffortsTest, CountsWhatCapacityCounts) {
  const absl::CivilDay day(2026, 12, 31);
  for (int state = Measure::STATE_IDEA; state <= Measure::STATE_CANCELLED; ++state) {
    const bool counts = state != Measure::STATE_IDEA && state != Measure::STATE_CANCELLED;
    const Measure measure = OfThreeMonths(static_cast<Measure::State>(state));
    EXPECT_EQ(PlannedEffortOf(measure, day).has_value(), counts) << state;
  }
  EXPECT_FALSE(PlannedEffortOf(Measure(), day).has_value());
}

Table EffortsOf(const ReportInputs& inputs) {
  return TableOf(Built(&AppendMeasures, inputs), "plan-efforts");
}

TEST(EffortsTest, ShowsWhatIsPlannedWithItsSum) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const Table table = EffortsOf(inputs);
  EXPECT_THAT(
      Lines(table, inputs.language),
      ElementsAre("Nr. | Maßnahme | Organisationseinheiten | Zeitraum | Geplant (Arbeitstage) | "
                  "Davon bis zum Stichtag (Arbeitstage)",
                  "M 1 | Schreibkurs | Hauptamt; jugend | 4. Quartal 2026 | 6 | 2,5",
                  "M 4 | Lotsendienst | Hauptamt | 09/2026 | 1 | 1",
                  "Alle | NOT_APPLICABLE | NOT_APPLICABLE | NOT_APPLICABLE | 7 | 3,5"));
  EXPECT_EQ(table.rows(0).resource(), inputs.process.measures->at(0).name());
  EXPECT_EQ(table.rows(2).resource(), "");
  EXPECT_THAT(table.notes(),
              ElementsAre(AllOf(HasSubstr("die am 22.\u00a0November\u00a02026 zu Ende waren"),
                                HasSubstr("eingestellt wurden, zählen nicht")),
                          HasSubstr("wird nicht erfasst"),
                          "Für 3 weitere Maßnahmen ist kein Aufwand angegeben."));
  EXPECT_THAT(table.sources(), SizeIs(1));
  EXPECT_THAT(ProblemsOf(Built(&AppendMeasures, inputs), inputs), IsEmpty());
}

TEST(EffortsTest, SaysTheSameInEnglish) {
  const Table table = EffortsOf(SamplePlan(Language::kEnglish, Report::KIND_FINAL));
  EXPECT_THAT(Lines(table, Language::kEnglish),
              ElementsAre(HasSubstr("Planned (working days)"),
                          "M 1 | Writing course | Main office; jugend | Q4 2026 | 6 | 2.5",
                          "M 4 | Guides | Main office | 09/2026 | 1 | 1",
                          "All | NOT_APPLICABLE | NOT_APPLICABLE | NOT_APPLICABLE | 7 | 3.5"));
  EXPECT_EQ(table.notes(2), "For 3 other measures no effort is given.");
}

TEST(EffortsTest, OneMeasureHasNoSumAndNoneNoTable) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  inputs.process.measures->at(3).clear_efforts();
  EXPECT_EQ(EffortsOf(inputs).rows_size(), 1);
  EXPECT_EQ(EffortsOf(inputs).notes(2), "Für 4 weitere Maßnahmen ist kein Aufwand angegeben.");
  inputs.process.measures->at(0).clear_efforts();
  EXPECT_EQ(EffortsOf(inputs).columns_size(), 0);
}

}  // namespace
}  // namespace lotse::reporting
