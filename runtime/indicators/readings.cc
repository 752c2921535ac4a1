#include "runtime/indicators/readings.h"

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/indicators/definitions.h"
#include "runtime/types/date.h"
#include "runtime/types/fraction.h"

namespace lotse::indicators {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Measurement;
using types::Decimal;

namespace {

bool IsChecked(const Measurement& measurement) {
  return measurement.state() == Measurement::STATE_VALIDATED ||
         measurement.state() == Measurement::STATE_LOCKED;
}

template <class Values>  // A measurement, or an earlier revision of one.
void SetValues(const Values& values, Reading* reading) {
  if (values.has_value()) reading->value = types::DecimalOf(values.value());
  reading->not_measurable_reason = &values.not_measurable_reason();
  reading->breakdown = &values.breakdown();
}

Reading ReadingOf(const Measurement& measurement, bool drafts_too) {
  Reading reading;
  reading.measurement = &measurement;
  const bool as_it_is = IsChecked(measurement) || drafts_too;
  const int revisions = measurement.earlier_revisions_size();
  reading.under_correction = !as_it_is && revisions > 0;
  reading.counts = as_it_is || reading.under_correction;
  if (reading.under_correction) {
    SetValues(measurement.earlier_revisions(revisions - 1), &reading);
  } else {
    SetValues(measurement, &reading);
  }
  return reading;
}

using Counted = std::vector<const Reading*>;

// Whether a value is less than the one before it.
bool Decreases(const Counted& counted) {
  std::optional<Decimal> before;
  for (const Reading* reading : counted) {
    if (!reading->value.has_value()) continue;
    if (before.has_value() && *reading->value < *before) return true;
    before = reading->value;
  }
  return false;
}

// The latest, also where it could not be measured: what was before it is not how it stands.
Accumulated LatestOf(const Counted& counted) {
  const Reading& latest = *counted.back();
  Accumulated out;
  out.value = latest.value;
  out.why_not = latest.value.has_value() ? WhyNot::kNone : WhyNot::kNotMeasurable;
  out.last = latest.measurement;
  return out;
}

// The sum of all that have a value. What could not be measured is in no sum (invariant 12): it is
// said that it is missing (D-173), and the sum is not of its day but of that of the last value
// (D-155).
Accumulated SumOf(const Counted& counted) {
  types::WideSum sum;
  Counted valued;
  for (const Reading* reading : counted) {
    if (!reading->value.has_value()) continue;
    sum.Add(reading->value->millionths());
    valued.push_back(reading);
  }
  if (valued.empty()) return LatestOf(counted);
  Accumulated out;
  if (sum.Get().has_value()) out.value = types::ToDecimal(*sum.Get());
  out.why_not = out.value.has_value() ? WhyNot::kNone : WhyNot::kTooLarge;
  out.last = valued.back()->measurement;
  out.incomplete = valued.size() < counted.size();
  return out;
}

}  // namespace

std::vector<Reading> ReadingsOf(const Indicator& indicator,
                                const std::vector<Measurement>& measurements, bool drafts_too) {
  const std::string prefix = absl::StrCat(indicator.name(), "/measurements/");
  std::vector<Reading> readings;
  for (const Measurement& measurement : measurements) {
    if (measurement.has_delete_time() || !absl::StartsWith(measurement.name(), prefix)) continue;
    readings.push_back(ReadingOf(measurement, drafts_too));
  }
  const auto key = [](const Reading& reading) {
    const Measurement& measurement = *reading.measurement;
    return std::make_tuple(types::ToCivil(measurement.end_date()),
                           absl::string_view(measurement.name()));
  };
  std::sort(readings.begin(), readings.end(),
            [&key](const Reading& a, const Reading& b) { return key(a) < key(b); });
  for (size_t i = 1; i < readings.size(); ++i) {
    readings[i].breaks = readings[i].measurement->definition_version() !=
                         readings[i - 1].measurement->definition_version();
  }
  return readings;
}

std::vector<Reading> EndedBy(std::vector<Reading> readings, absl::CivilDay day) {
  std::erase_if(readings, [day](const Reading& reading) {
    return types::ToCivil(reading.measurement->end_date()) > day;
  });
  return readings;
}

bool IsComparable(const Indicator& indicator, const Reading& reading) {
  return MeasureTheSame(DefinitionOf(indicator, reading.measurement->definition_version()),
                        indicator.definition());
}

Accumulated Accumulate(const Indicator& indicator, const std::vector<Reading>& readings) {
  Counted counted;
  for (const Reading& reading : readings) {
    if (reading.counts && IsComparable(indicator, reading)) counted.push_back(&reading);
  }
  if (counted.empty()) return {};
  const auto accumulation = indicator.definition().accumulation();
  if (accumulation == IndicatorDefinition::ACCUMULATION_INCREMENT) return SumOf(counted);
  Accumulated out = LatestOf(counted);
  out.decreased =
      accumulation == IndicatorDefinition::ACCUMULATION_CUMULATIVE && Decreases(counted);
  return out;
}

}  // namespace lotse::indicators
