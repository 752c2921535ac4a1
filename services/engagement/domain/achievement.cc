#include "services/engagement/domain/achievement.h"

#include <set>
#include <string>

#include "runtime/indicators/achievement.h"
#include "runtime/indicators/definitions.h"
#include "runtime/indicators/readings.h"
#include "runtime/types/fraction.h"
#include "services/engagement/domain/measurement_rules.h"

namespace lotse::engagement {
namespace {

using indicators::Accumulated;
using indicators::Reading;
using indicators::WhyNot;
using types::Decimal;
using v1alpha::GetAchievementResponse;
using v1alpha::Indicator;
using v1alpha::Measurement;

// As GetAchievementResponse.undefined_reason says it.
absl::string_view ReasonOf(WhyNot why_not) {
  switch (why_not) {
    case WhyNot::kNone:
      return "";
    case WhyNot::kNoValue:
      return "NO_VALUE";
    case WhyNot::kNotMeasurable:
      return "NOT_MEASURABLE";
    case WhyNot::kTooLarge:
      return "TOO_LARGE";
  }
  return "";
}

// What is odd about a reading that counts.
void AddWarnings(const Indicator& indicator, const Reading& reading,
                 std::set<std::string>* warnings) {
  if (!indicators::IsComparable(indicator, reading)) {
    warnings->insert("OTHER_DEFINITION");
    return;
  }
  const int version = reading.measurement->definition_version();
  if (version != indicator.definition_version()) warnings->insert("DEFINITION_CHANGED");
  if (reading.under_correction) warnings->insert("UNDER_CORRECTION");
  if (reading.value.has_value() && BreakdownDiffers(indicators::DefinitionOf(indicator, version),
                                                    *reading.value, *reading.breakdown)) {
    warnings->insert("BREAKDOWN_SUM");
  }
}

// As GetAchievementResponse.warnings says it.
std::set<std::string> WarningsOf(const Indicator& indicator, const std::vector<Reading>& readings,
                                 const Accumulated& accumulated) {
  std::set<std::string> warnings;
  for (const Reading& reading : readings) {
    if (reading.counts) AddWarnings(indicator, reading, &warnings);
  }
  if (accumulated.incomplete) warnings.insert("NOT_MEASURABLE");
  if (accumulated.decreased) warnings.insert("DECREASED");
  return warnings;
}

}  // namespace

void SetFrame(const Indicator& indicator, absl::CivilDay day, GetAchievementResponse* out) {
  if (indicator.baseline().has_value()) *out->mutable_baseline() = indicator.baseline().value();
  const v1alpha::Target* target = indicators::TargetOn(indicator, day);
  if (target == nullptr) return;
  *out->mutable_target() = target->value();
  out->set_target_id(target->target_id());
}

void SetActual(std::optional<Decimal> actual, absl::string_view why_not,
               GetAchievementResponse* out) {
  if (actual.has_value()) *out->mutable_actual() = actual->ToProto();
  if (!out->has_baseline()) return out->set_undefined_reason("NO_BASELINE");
  if (!out->has_target()) return out->set_undefined_reason("NO_TARGET");
  if (!actual.has_value()) return out->set_undefined_reason(std::string(why_not));
  const auto ratio = indicators::Achievement(types::DecimalOf(out->baseline()),
                                             types::DecimalOf(out->target()), *actual);
  if (!ratio.has_value()) return out->set_undefined_reason("TARGET_IS_BASELINE");
  out->set_ratio(ratio->ToString());
  // Tenths of a per cent, then millionths.
  const auto percent = types::ToDecimal(indicators::PerMille(*ratio) * 100000);
  if (percent.has_value()) *out->mutable_ratio_percent() = percent->ToProto();
}

GetAchievementResponse AchievementOf(const Indicator& indicator,
                                     const std::vector<Measurement>& measurements,
                                     const Counting& counting) {
  GetAchievementResponse out;
  SetFrame(indicator, counting.as_of, &out);
  const std::vector<Reading> readings = indicators::EndedBy(
      indicators::ReadingsOf(indicator, measurements, counting.drafts_too), counting.as_of);
  const Accumulated accumulated = indicators::Accumulate(indicator, readings);
  if (accumulated.last != nullptr) out.set_measurement(accumulated.last->name());
  SetActual(accumulated.value, ReasonOf(accumulated.why_not), &out);
  const std::set<std::string> warnings = WarningsOf(indicator, readings, accumulated);
  out.mutable_warnings()->Assign(warnings.begin(), warnings.end());
  return out;
}

}  // namespace lotse::engagement
