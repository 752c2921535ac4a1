#include "services/reporting/document/plan/indicator_overview.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "runtime/indicators/achievement.h"
#include "runtime/indicators/definitions.h"
#include "runtime/indicators/readings.h"
#include "runtime/types/date.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::Target;
using indicators::Accumulate;
using indicators::Accumulated;
using indicators::AchievementPerMille;
using indicators::TargetOn;
using indicators::WhyNot;
using v1alpha::Missing;

namespace {

// Why there is no actual value.
Missing::Reason ReasonOf(WhyNot why_not) {
  switch (why_not) {
    case WhyNot::kNotMeasurable:
      return Missing::REASON_NOT_MEASURABLE;
    case WhyNot::kTooLarge:
      return Missing::REASON_UNDEFINED;
    default:
      return Missing::REASON_NOT_COLLECTED;
  }
}

v1alpha::Cell AchievementCell(const Indicator& indicator, const Target* target,
                              const Accumulated& actual) {
  if (target == nullptr || !indicator.baseline().has_value() || !actual.value.has_value()) {
    return MissingCell(Missing::REASON_UNDEFINED);
  }
  const auto per_mille = AchievementPerMille(types::DecimalOf(indicator.baseline().value()),
                                             types::DecimalOf(target->value()), *actual.value);
  if (!per_mille.has_value()) return MissingCell(Missing::REASON_UNDEFINED);
  v1alpha::Number percent;
  percent.set_unscaled(*per_mille);
  percent.set_digits(1);
  percent.set_unit("%");
  return NumberCell(percent);
}

void AddOverviewRow(const Indicator& indicator, const Accumulated& actual, bool monitoring,
                    const ReportInputs& inputs, v1alpha::Table& table) {
  const auto& definition = indicator.definition();
  const Target* target = TargetOn(indicator, types::ToCivil(inputs.as_of_date));
  const auto number = [&](types::Decimal value) {
    return NumberCell(NumberOf(value, definition, inputs.language));
  };
  const v1alpha::Cell not_applicable = MissingCell(Missing::REASON_NOT_APPLICABLE);
  v1alpha::Row& row = *table.add_rows();
  *row.add_cells() = TextCell(IndicatorTitle(indicator, inputs));
  *row.add_cells() = indicator.baseline().has_value()
                         ? number(types::DecimalOf(indicator.baseline().value()))
                         : MissingCell(Missing::REASON_NOT_COLLECTED);
  *row.add_cells() = target != nullptr ? number(types::DecimalOf(target->value())) : not_applicable;
  *row.add_cells() = target != nullptr ? DateCell(target->end_date()) : not_applicable;
  *row.add_cells() =
      actual.value.has_value() ? number(*actual.value) : MissingCell(ReasonOf(actual.why_not));
  *row.add_cells() = actual.value.has_value() ? DateCell(actual.last->end_date()) : not_applicable;
  if (!monitoring) *row.add_cells() = AchievementCell(indicator, target, actual);
  ShowsResource(indicator, row);
}

// What a reader of an actual value has to know of the values in it (invariant 12, D-173).
void AddWarnings(const Indicator& indicator, const Accumulated& actual, const ReportInputs& inputs,
                 v1alpha::Table& table) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  const std::string title = IndicatorTitle(indicator, inputs);
  if (actual.incomplete) table.add_notes(absl::Substitute(words.incomplete_note, title));
  if (actual.decreased) table.add_notes(absl::Substitute(words.decreased_note, title));
}

}  // namespace

void AppendOverviewOf(const std::vector<IndicatorReadings>& indicators, bool monitoring,
                      const ReportInputs& inputs, v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-overview"), words.overview_caption,
               {words.indicator_column, words.baseline_column, words.target_column,
                words.target_day_column, words.actual_column, words.actual_day_column},
               section);
  if (!monitoring) table.add_columns(words.achievement_column);
  table.add_notes(words.actual_note);
  if (!monitoring) table.add_notes(words.achievement_note);
  for (const IndicatorReadings& of : indicators) {
    const Accumulated actual = Accumulate(*of.indicator, of.readings);
    AddOverviewRow(*of.indicator, actual, monitoring, inputs, table);
    AddWarnings(*of.indicator, actual, inputs, table);
  }
  NameSources(inputs, {"indicators", "measurements"}, table);
}

}  // namespace lotse::reporting
