#include "services/reporting/document/plan/efforts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Effort;
using engagement::v1alpha::Measure;
using engagement::v1alpha::OrgUnit;
using v1alpha::Missing;

bool Counts(const Measure& measure) {
  return measure.state() != Measure::STATE_IDEA && measure.state() != Measure::STATE_CANCELLED;
}

// A number of working days. The unit stands in the heading of the column.
v1alpha::Cell DaysCell(types::Decimal days) { return NumberCell(ExactNumber(days, "")); }

void AddEffortRow(const ReportInputs& inputs, const NumberedMeasure& numbered,
                  const PlannedEffort& effort, const ByName<OrgUnit>& units,
                  v1alpha::Table& table) {
  std::vector<std::string> titles;
  for (const std::string& unit : effort.org_units) {
    titles.push_back(TitleIn(units, unit, inputs.language));
  }
  AddRow({TextCell(numbered.number), TextCell(TitleOf(*numbered.measure, inputs.language)),
          TextCell(absl::StrJoin(titles, "; ")),
          TextCell(PeriodLabel(types::ToDate(effort.first), types::ToDate(effort.last),
                               inputs.language)),
          DaysCell(effort.days), DaysCell(effort.days_over)},
         table);
  ShowsResource(*numbered.measure, *table.mutable_rows()->rbegin());
}

void AddSum(types::Decimal days, types::Decimal days_over, Language language,
            v1alpha::Table& table) {
  const v1alpha::Cell none = MissingCell(Missing::REASON_NOT_APPLICABLE);
  AddRow({TextCell(PlanWordingOf(language).all_measures), none, none, none, DaysCell(days),
          DaysCell(days_over)},
         table);
}

void AddEffortNotes(const ReportInputs& inputs, int64_t without, v1alpha::Table& table) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  table.add_notes(
      absl::Substitute(words.efforts_note, FormatDate(inputs.language, inputs.as_of_date)));
  table.add_notes(words.actual_effort_note);
  if (without == 0) return;
  table.add_notes(absl::Substitute(FormFor(words.without_effort_note, without),
                                   FormatInteger(inputs.language, without)));
}

}  // namespace

std::optional<PlannedEffort> PlannedEffortOf(const Measure& measure, absl::CivilDay day) {
  if (!Counts(measure) || measure.efforts().empty()) return std::nullopt;
  PlannedEffort planned;
  planned.first = absl::CivilDay::max();
  planned.last = absl::CivilDay::min();
  for (const Effort& effort : measure.efforts()) {
    const absl::CivilMonth month(effort.year(), effort.month());
    const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
    const types::Decimal days = types::DecimalOf(effort.days());
    planned.days = planned.days + days;
    if (last <= day) planned.days_over = planned.days_over + days;
    planned.first = std::min(planned.first, absl::CivilDay(month));
    planned.last = std::max(planned.last, last);
    std::vector<std::string>& units = planned.org_units;
    if (std::find(units.begin(), units.end(), effort.org_unit()) == units.end()) {
      units.push_back(effort.org_unit());
    }
  }
  return planned;
}

void AppendEfforts(const ReportInputs& inputs, const std::vector<NumberedMeasure>& measures,
                   v1alpha::Section& section) {
  std::vector<std::pair<const NumberedMeasure*, PlannedEffort>> planned;
  int64_t without = 0;
  for (const NumberedMeasure& numbered : measures) {
    auto effort = PlannedEffortOf(*numbered.measure, types::ToCivil(inputs.as_of_date));
    if (effort.has_value()) {
      planned.emplace_back(&numbered, *std::move(effort));
    } else if (Counts(*numbered.measure)) {
      ++without;
    }
  }
  if (planned.empty()) return;
  const PlanWording& words = PlanWordingOf(inputs.language);
  const ByName<OrgUnit> units = MakeByName(inputs.process.org_units);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-efforts"), words.efforts_caption,
               {words.number_column, words.measure_column, words.effort_units_column,
                words.period_column, words.planned_days_column, words.days_over_column},
               section);
  types::Decimal days;
  types::Decimal days_over;
  for (const auto& [numbered, effort] : planned) {
    AddEffortRow(inputs, *numbered, effort, units, table);
    days = days + effort.days;
    days_over = days_over + effort.days_over;
  }
  if (planned.size() > 1) AddSum(days, days_over, inputs.language, table);
  AddEffortNotes(inputs, without, table);
  NameSources(inputs, {"measures", "orgUnits"}, table);
}

}  // namespace lotse::reporting
