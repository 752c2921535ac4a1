#include "services/reporting/domain/indicator_rules.h"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/types/date.h"

namespace lotse::reporting {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Measurement;
using engagement::v1alpha::Target;
using types::Decimal;
using types::Wide;

namespace {

// First step of the effect ladder that tells of the living situation of people.
constexpr int kLivingSituation = 6;

bool IsChecked(const Measurement& measurement) {
  return measurement.state() == Measurement::STATE_VALIDATED ||
         measurement.state() == Measurement::STATE_LOCKED;
}

// Whether values under both definitions can be put together.
bool MeasureTheSame(const IndicatorDefinition& a, const IndicatorDefinition& b) {
  return a.value_type() == b.value_type() && a.accumulation() == b.accumulation() &&
         google::protobuf::util::MessageDifferencer::Equals(a.unit(), b.unit());
}

template <class Values>  // A measurement, or an earlier revision of one.
void SetValues(const Values& values, Reading* reading) {
  if (values.has_value()) reading->value = types::DecimalOf(values.value());
  reading->not_measurable_reason = &values.not_measurable_reason();
  reading->breakdown = &values.breakdown();
}

Reading ReadingOf(const Measurement& measurement) {
  Reading reading;
  reading.measurement = &measurement;
  reading.checked = IsChecked(measurement);
  const int revisions = measurement.earlier_revisions_size();
  reading.under_correction = !reading.checked && revisions > 0;
  if (!reading.under_correction) {
    SetValues(measurement, &reading);
    return reading;
  }
  reading.checked = true;
  SetValues(measurement.earlier_revisions(revisions - 1), &reading);
  return reading;
}

// The sum of all that have a value.
Accumulated SumOf(const std::vector<Reading>& readings) {
  Wide sum = 0;
  bool any = false;
  for (const Reading& reading : readings) {
    if (!reading.value.has_value()) continue;
    any = true;
    sum += reading.value->millionths();
  }
  constexpr Wide kLimit = Wide{1000000000000} * 1000000;  // 12 digits before the point.
  Accumulated out;
  out.too_large = sum >= kLimit || sum <= -kLimit;
  if (any && !out.too_large) out.value = Decimal::FromMillionths(static_cast<int64_t>(sum));
  return out;
}

}  // namespace

bool IsMonitoring(const IndicatorDefinition& definition) {
  return definition.effect_level() >= kLivingSituation;
}

const IndicatorDefinition& DefinitionOf(const Indicator& indicator, int version) {
  const bool earlier = version >= 1 && version <= indicator.earlier_definitions_size();
  return earlier ? indicator.earlier_definitions(version - 1) : indicator.definition();
}

std::vector<Reading> ReadingsOf(const Indicator& indicator,
                                const std::vector<Measurement>& measurements) {
  const std::string prefix = absl::StrCat(indicator.name(), "/measurements/");
  std::vector<Reading> readings;
  for (const Measurement& measurement : measurements) {
    if (measurement.has_delete_time() || !absl::StartsWith(measurement.name(), prefix)) continue;
    readings.push_back(ReadingOf(measurement));
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
  std::vector<Reading> counted;
  for (const Reading& reading : readings) {
    if (reading.checked && IsComparable(indicator, reading)) counted.push_back(reading);
  }
  if (counted.empty()) return {};
  Accumulated out;
  if (indicator.definition().accumulation() == IndicatorDefinition::ACCUMULATION_INCREMENT) {
    out = SumOf(counted);
    // A period that could not be measured is in no sum.
    const auto last = std::find_if(counted.rbegin(), counted.rend(), [](const Reading& reading) {
      return reading.value.has_value();
    });
    out.last = (last == counted.rend() ? counted.back() : *last).measurement;
  } else {
    out.value = counted.back().value;
    out.last = counted.back().measurement;
  }
  return out;
}

const Target* TargetOn(const Indicator& indicator, absl::CivilDay day) {
  const auto start = [](const Target* target) { return types::ToCivil(target->start_date()); };
  const Target* first = nullptr;
  const Target* begun = nullptr;
  for (const Target& target : indicator.targets()) {
    if (first == nullptr || start(&target) < start(first)) first = &target;
    if (start(&target) > day) continue;
    if (begun == nullptr || start(&target) > start(begun)) begun = &target;
  }
  return begun != nullptr ? begun : first;
}

std::optional<int32_t> AchievementPerMille(Decimal baseline, Decimal target, Decimal actual) {
  Wide way = Wide{target.millionths()} - baseline.millionths();
  if (way == 0) return std::nullopt;
  Wide gone = (Wide{actual.millionths()} - baseline.millionths()) * 1000;
  if (way < 0) {
    way = -way;
    gone = -gone;
  }
  // Half of the way added away from zero makes the division, which cuts off, round.
  const Wide rounded = (gone * 2 + (gone < 0 ? -way : way)) / (way * 2);
  if (rounded > std::numeric_limits<int32_t>::max() ||
      rounded < std::numeric_limits<int32_t>::min()) {
    return std::nullopt;
  }
  return static_cast<int32_t>(rounded);
}

}  // namespace lotse::reporting
