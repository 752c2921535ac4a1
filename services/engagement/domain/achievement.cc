#include "services/engagement/domain/achievement.h"

#include <algorithm>
#include <set>
#include <string>

#include "runtime/types/date.h"
#include "services/engagement/domain/fraction.h"
#include "services/engagement/domain/measurement_rules.h"
#include "services/engagement/domain/value_checks.h"

namespace lotse::engagement {
namespace {

using types::Decimal;
using types::Wide;
using v1alpha::GetAchievementResponse;
using v1alpha::Indicator;
using v1alpha::IndicatorDefinition;
using v1alpha::Measurement;

// A measurement as it counts.
struct Counted {
  const Measurement* measurement;
  // Absent if it could not be measured.
  std::optional<Decimal> value;
  bool breakdown_differs = false;
  bool under_correction = false;
};

template <class Values>  // A measurement, or an earlier revision of one.
Counted CountedAs(const Indicator& indicator, const Measurement& measurement,
                  const Values& values) {
  Counted out{&measurement, {}};
  if (!values.has_value()) return out;
  const auto& definition = DefinitionOf(indicator, measurement.definition_version());
  out.value = types::DecimalOf(values.value());
  out.breakdown_differs = BreakdownDiffers(definition, values.value(), values.breakdown());
  return out;
}

std::optional<Counted> Count(const Indicator& indicator, const Measurement& measurement,
                             bool drafts_too) {
  const bool checked = measurement.state() == Measurement::STATE_VALIDATED ||
                       measurement.state() == Measurement::STATE_LOCKED;
  if (checked || drafts_too) return CountedAs(indicator, measurement, measurement);
  const int revisions = measurement.earlier_revisions_size();
  if (revisions == 0) return {};
  Counted out = CountedAs(indicator, measurement, measurement.earlier_revisions(revisions - 1));
  out.under_correction = true;
  return out;
}

// What counts, by the end of the periods. Adds warnings.
std::vector<Counted> CountAll(const Indicator& indicator,
                              const std::vector<Measurement>& measurements,
                              const Counting& counting, std::set<std::string>* warnings) {
  std::vector<Counted> out;
  for (const Measurement& measurement : measurements) {
    if (types::ToCivil(measurement.end_date()) > counting.as_of) continue;
    const auto counted = Count(indicator, measurement, counting.drafts_too);
    if (!counted.has_value()) continue;
    const int version = measurement.definition_version();
    if (!MeasureTheSame(DefinitionOf(indicator, version), indicator.definition())) {
      warnings->insert("OTHER_DEFINITION");
      continue;
    }
    if (version != indicator.definition_version()) warnings->insert("DEFINITION_CHANGED");
    if (counted->breakdown_differs) warnings->insert("BREAKDOWN_SUM");
    if (counted->under_correction) warnings->insert("UNDER_CORRECTION");
    out.push_back(*counted);
  }
  std::sort(out.begin(), out.end(), [](const Counted& a, const Counted& b) {
    return types::ToCivil(a.measurement->end_date()) < types::ToCivil(b.measurement->end_date());
  });
  return out;
}

// Whether a value is less than the one before it.
bool Decreases(const std::vector<Counted>& counted) {
  std::optional<Decimal> before;
  for (const Counted& one : counted) {
    if (!one.value.has_value()) continue;
    if (before.has_value() && *one.value < *before) return true;
    before = one.value;
  }
  return false;
}

// The sum of all values; which reason there is for none.
std::optional<Decimal> SumOf(const std::vector<Counted>& counted, absl::string_view* why_not,
                             std::set<std::string>* warnings) {
  WideSum sum;
  bool any = false;
  bool all = true;
  for (const Counted& one : counted) {
    all = all && one.value.has_value();
    if (!one.value.has_value()) continue;
    any = true;
    sum.Add(one.value->millionths());
  }
  if (!any) {
    *why_not = "NOT_MEASURABLE";
    return {};
  }
  if (!all) warnings->insert("NOT_MEASURABLE");
  *why_not = "TOO_LARGE";
  return ToDecimal(*sum.Get());
}

}  // namespace

const v1alpha::Target* TargetAt(const Indicator& indicator, absl::CivilDay day) {
  const v1alpha::Target* first = nullptr;
  const v1alpha::Target* last_begun = nullptr;
  const auto start = [](const v1alpha::Target* t) { return types::ToCivil(t->start_date()); };
  for (const v1alpha::Target& target : indicator.targets()) {
    if (first == nullptr || start(&target) < start(first)) first = &target;
    if (start(&target) > day) continue;
    if (last_begun == nullptr || start(&target) > start(last_begun)) last_begun = &target;
  }
  return last_begun != nullptr ? last_begun : first;
}

void SetFrame(const Indicator& indicator, absl::CivilDay day, GetAchievementResponse* out) {
  if (indicator.baseline().has_value()) *out->mutable_baseline() = indicator.baseline().value();
  const v1alpha::Target* target = TargetAt(indicator, day);
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
  const Wide baseline = types::DecimalOf(out->baseline()).millionths();
  const Wide target = types::DecimalOf(out->target()).millionths();
  if (target == baseline) return out->set_undefined_reason("TARGET_IS_BASELINE");
  const Fraction ratio = Fraction{actual->millionths() - baseline, target - baseline}.Reduced();
  out->set_ratio(ratio.ToString());
  // Tenths of a per cent, then millionths.
  const Wide tenths = RoundedQuotient(ratio.numerator * 1000, ratio.denominator);
  const auto percent = ToDecimal(tenths * 100000);
  if (percent.has_value()) *out->mutable_ratio_percent() = percent->ToProto();
}

GetAchievementResponse AchievementOf(const Indicator& indicator,
                                     const std::vector<Measurement>& measurements,
                                     const Counting& counting) {
  GetAchievementResponse out;
  SetFrame(indicator, counting.as_of, &out);
  std::set<std::string> warnings;
  const std::vector<Counted> counted = CountAll(indicator, measurements, counting, &warnings);
  std::optional<Decimal> actual;
  absl::string_view why_not = "NO_VALUE";
  if (!counted.empty()) {
    out.set_measurement(counted.back().measurement->name());
    const auto accumulation = indicator.definition().accumulation();
    if (accumulation == IndicatorDefinition::ACCUMULATION_INCREMENT) {
      actual = SumOf(counted, &why_not, &warnings);
    } else {
      actual = counted.back().value;
      why_not = "NOT_MEASURABLE";
    }
    if (accumulation == IndicatorDefinition::ACCUMULATION_CUMULATIVE && Decreases(counted)) {
      warnings.insert("DECREASED");
    }
  }
  SetActual(actual, why_not, &out);
  out.mutable_warnings()->Assign(warnings.begin(), warnings.end());
  return out;
}

}  // namespace lotse::engagement
