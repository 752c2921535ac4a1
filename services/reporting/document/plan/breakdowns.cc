#include "services/reporting/document/plan/breakdowns.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {

using engagement::v1alpha::BreakdownValue;
using engagement::v1alpha::IndicatorCategory;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::IndicatorDimension;
using engagement::v1alpha::Measurement;

namespace {

using Breakdown = google::protobuf::RepeatedPtrField<BreakdownValue>;

// The breakdown of a reading as it counts.
const Breakdown& BreakdownOf(const Reading& reading) {
  const Measurement& measurement = *reading.measurement;
  const int revisions = measurement.earlier_revisions_size();
  return reading.under_correction ? measurement.earlier_revisions(revisions - 1).breakdown()
                                  : measurement.breakdown();
}

// The last checked reading with a breakdown; null if there is none.
const Reading* LastBrokenDown(const IndicatorReadings& of) {
  for (auto reading = of.readings.rbegin(); reading != of.readings.rend(); ++reading) {
    if (reading->checked && !BreakdownOf(*reading).empty()) return &*reading;
  }
  return nullptr;
}

}  // namespace

void AppendBreakdowns(const IndicatorReadings& of, const std::string& prefix,
                      const ReportInputs& inputs, v1alpha::Section& section) {
  const Reading* reading = LastBrokenDown(of);
  if (reading == nullptr) return;
  const PlanWording& words = PlanWordingOf(inputs.language);
  const Measurement& measurement = *reading->measurement;
  const IndicatorDefinition& definition =
      DefinitionOf(*of.indicator, measurement.definition_version());
  std::map<std::pair<std::string, std::string>, types::Decimal> values;
  for (const BreakdownValue& value : BreakdownOf(*reading)) {
    values[{value.dimension_id(), value.category_id()}] = types::DecimalOf(value.value());
  }
  int number = 0;
  for (const IndicatorDimension& dimension : definition.dimensions()) {
    const auto first = values.lower_bound({dimension.dimension_id(), ""});
    if (first == values.end() || first->first.first != dimension.dimension_id()) continue;
    const std::string title = TextOr(dimension.title(), inputs.language, dimension.dimension_id());
    const std::string period =
        PeriodLabel(measurement.start_date(), measurement.end_date(), inputs.language);
    v1alpha::Table& table =
        AddTable(absl::StrCat(prefix, "-", ++number),
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
