#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "runtime/types/date.h"

// Indicators and measurements for tests.
namespace lotse::indicators {

inline constexpr char kName[] = "programmes/p/engagements/e/indicators/kurse";

inline void SetUnit(const char* unit, engagement::v1alpha::IndicatorDefinition* definition) {
  definition->clear_unit();
  auto* variant = definition->mutable_unit()->add_variants();
  variant->set_language("de");
  variant->set_text(unit);
}

inline engagement::v1alpha::Indicator MakeIndicator(
    engagement::v1alpha::IndicatorDefinition::Accumulation accumulation) {
  using engagement::v1alpha::IndicatorDefinition;
  engagement::v1alpha::Indicator indicator;
  indicator.set_name(kName);
  indicator.set_definition_version(1);
  indicator.mutable_definition()->set_value_type(IndicatorDefinition::VALUE_TYPE_NUMBER);
  indicator.mutable_definition()->set_accumulation(accumulation);
  SetUnit("Personen", indicator.mutable_definition());
  return indicator;
}

// The measurement of a month of 2026; no value: it could not be measured.
inline engagement::v1alpha::Measurement Measured(
    int month, const char* value,
    engagement::v1alpha::Measurement::State state =
        engagement::v1alpha::Measurement::STATE_LOCKED) {
  engagement::v1alpha::Measurement measurement;
  measurement.set_name(absl::StrCat(kName, "/measurements/m", month));
  *measurement.mutable_start_date() = types::ToDate(absl::CivilDay(2026, month, 1));
  *measurement.mutable_end_date() = types::ToDate(absl::CivilDay(2026, month, 28));
  if (value != nullptr) measurement.mutable_value()->set_value(value);
  measurement.set_state(state);
  measurement.set_definition_version(1);
  return measurement;
}

}  // namespace lotse::indicators
