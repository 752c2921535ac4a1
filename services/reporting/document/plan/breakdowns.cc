#include "services/reporting/document/plan/breakdowns.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "runtime/indicators/definitions.h"
#include "services/reporting/document/part_ids.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {

using engagement::v1alpha::BreakdownValue;
using engagement::v1alpha::IndicatorCategory;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::IndicatorDimension;
using engagement::v1alpha::Measurement;
using indicators::Reading;

namespace {

// The last checked reading with a breakdown; null if there is none.
const Reading* LastBrokenDown(const IndicatorReadings& of) {
  for (auto reading = of.readings.rbegin(); reading != of.readings.rend(); ++reading) {
    if (reading->counts && !reading->breakdown->empty()) return &*reading;
  }
  return nullptr;
}

// Fewest people (or whatever is counted) that a category tells of: domain invariant 15.
constexpr int64_t kLeastCount = 5;

using Values = std::map<std::pair<std::string, std::string>, types::Decimal>;

// Whether a count is of so few that they could be known by it.
bool IsSmall(types::Wide millionths) {
  return millionths > 0 && millionths < types::Wide{kLeastCount} * 1'000'000;
}

// Whether the counts of a dimension tell of few: one of them, or what they leave of all.
bool TellsOfFew(const IndicatorDimension& dimension, const IndicatorDefinition& definition,
                const Reading& reading, const Values& values) {
  if (definition.value_type() != IndicatorDefinition::VALUE_TYPE_COUNT) return false;
  types::Wide rest = reading.value.has_value() ? reading.value->millionths() : 0;
  for (auto value = values.lower_bound({dimension.dimension_id(), ""});
       value != values.end() && value->first.first == dimension.dimension_id(); ++value) {
    if (IsSmall(value->second.millionths())) return true;
    rest -= value->second.millionths();
  }
  return IsSmall(rest);
}

}  // namespace

void AppendBreakdowns(const IndicatorReadings& of, const std::string& prefix,
                      const ReportInputs& inputs, v1alpha::Section& section) {
  const Reading* reading = LastBrokenDown(of);
  if (reading == nullptr) return;
  const PlanWording& words = PlanWordingOf(inputs.language);
  const Measurement& measurement = *reading->measurement;
  const IndicatorDefinition& definition =
      indicators::DefinitionOf(*of.indicator, measurement.definition_version());
  Values values;
  for (const BreakdownValue& value : *reading->breakdown) {
    values[{value.dimension_id(), value.category_id()}] = types::DecimalOf(value.value());
  }
  for (const IndicatorDimension& dimension : definition.dimensions()) {
    const auto first = values.lower_bound({dimension.dimension_id(), ""});
    if (first == values.end() || first->first.first != dimension.dimension_id()) continue;
    const std::string title = TextOr(dimension.title(), inputs.language, dimension.dimension_id());
    if (TellsOfFew(dimension, definition, *reading, values)) {
      AddParagraph(
          absl::Substitute(words.breakdown_withheld_note, IndicatorTitle(*of.indicator, inputs),
                           title, FormatInteger(inputs.language, kLeastCount - 1)),
          section, v1alpha::Paragraph::KIND_NOTE);
      continue;
    }
    const std::string period =
        PeriodLabel(measurement.start_date(), measurement.end_date(), inputs.language);
    v1alpha::Table& table =
        AddTable(absl::StrCat(prefix, "--", PartOfId(dimension.dimension_id())),
                 absl::Substitute(words.breakdown_caption, IndicatorTitle(*of.indicator, inputs),
                                  title, period),
                 {title, words.value_column}, section);
    for (const IndicatorCategory& category : dimension.categories()) {
      const auto value = values.find({dimension.dimension_id(), category.category_id()});
      AddRow({TextCell(TextOr(category.title(), inputs.language, category.category_id())),
              value == values.end()
                  ? MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED)
                  : NumberCell(NumberOf(value->second, definition, inputs.language))},
             table);
      ShowsResource(measurement, *table.mutable_rows()->rbegin());
    }
    NameSources(inputs, {"indicators", "measurements"}, table);
  }
}

}  // namespace lotse::reporting
