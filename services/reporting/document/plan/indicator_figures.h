#pragma once

#include <optional>
#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "runtime/indicators/readings.h"
#include "runtime/types/decimal.h"
#include "services/reporting/document/report_inputs.h"

// The figures of indicators as a report writes them.
namespace lotse::reporting {

// An indicator of a report and its readings whose periods end on the report's day or before.
struct IndicatorReadings {
  const engagement::v1alpha::Indicator* indicator = nullptr;
  std::vector<indicators::Reading> readings;
};

// Those of controlling or those of monitoring: the indicators of the engagement, key ones first,
// then by name; behind them those of its programme by which its goals or measures are measured.
// They point into `inputs`.
std::vector<IndicatorReadings> IndicatorsOf(const ReportInputs& inputs, bool monitoring);

// What an indicator is called.
std::string IndicatorTitle(const engagement::v1alpha::Indicator& indicator,
                           const ReportInputs& inputs);

// A value under a definition, exact, with its unit and at least the digits of the definition.
v1alpha::Number NumberOf(types::Decimal value,
                         const engagement::v1alpha::IndicatorDefinition& definition,
                         Language language);

// A period in words, short where it is usual: `2026`, `2. Quartal 2026`, `03/2026`.
std::string PeriodLabel(const google::type::Date& first, const google::type::Date& last,
                        Language language);

}  // namespace lotse::reporting
