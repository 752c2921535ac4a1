#include "services/reporting/document/plan/indicator_figures.h"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/domain/indicator_rules.h"

namespace lotse::reporting {

using engagement::v1alpha::Goal;
using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Measurement;
using indicators::EndedBy;
using indicators::ReadingsOf;

namespace {

bool IsOfEngagement(const Indicator& indicator, const ReportInputs& inputs) {
  return absl::StartsWith(indicator.name(), absl::StrCat(inputs.engagement_name, "/"));
}

// The indicators by which goals and measures of the engagement are measured.
std::set<std::string> NamedInPlan(const ReportInputs& inputs) {
  std::set<std::string> names;
  for (const Goal* goal : InOrder(inputs.process.goals)) {
    names.insert(goal->indicators().begin(), goal->indicators().end());
  }
  for (const Measure* measure : InOrder(inputs.process.measures)) {
    names.insert(measure->indicators().begin(), measure->indicators().end());
  }
  return names;
}

}  // namespace

std::vector<IndicatorReadings> IndicatorsOf(const ReportInputs& inputs, bool monitoring) {
  static const std::vector<Measurement> kNone;
  const std::set<std::string> named = NamedInPlan(inputs);
  const absl::CivilDay day = types::ToCivil(inputs.as_of_date);
  std::vector<IndicatorReadings> found;
  for (const Indicator* indicator : InOrder(inputs.process.indicators)) {
    if (IsMonitoring(indicator->definition().effect_level()) != monitoring) continue;
    if (!IsOfEngagement(*indicator, inputs) && !named.contains(indicator->name())) continue;
    const auto& measurements = inputs.process.measurements;
    found.push_back(
        {indicator, EndedBy(ReadingsOf(*indicator, measurements ? *measurements : kNone), day)});
  }
  const auto key = [&inputs](const IndicatorReadings& of) {
    return std::make_tuple(!IsOfEngagement(*of.indicator, inputs), !of.indicator->key(),
                           absl::string_view(of.indicator->name()));
  };
  std::sort(
      found.begin(), found.end(),
      [&key](const IndicatorReadings& a, const IndicatorReadings& b) { return key(a) < key(b); });
  return found;
}

std::string IndicatorTitle(const Indicator& indicator, const ReportInputs& inputs) {
  const std::string title = TitleOf(indicator, inputs.language);
  if (IsOfEngagement(indicator, inputs)) return title;
  return absl::Substitute(PlanWordingOf(inputs.language).of_programme, title);
}

v1alpha::Number NumberOf(types::Decimal value, const IndicatorDefinition& definition,
                         Language language) {
  int64_t unscaled = value.millionths();
  int digits = types::Decimal::kMaxFractionDigits;
  while (digits > definition.decimals() && unscaled % 10 == 0) {
    unscaled /= 10;
    --digits;
  }
  v1alpha::Number number;
  number.set_unscaled(unscaled);
  number.set_digits(digits);
  number.set_unit(TextOr(definition.unit(), language, ""));
  return number;
}

std::string PeriodLabel(const google::type::Date& first, const google::type::Date& last,
                        Language language) {
  const PlanWording& words = PlanWordingOf(language);
  const absl::CivilDay from = types::ToCivil(first);
  const absl::CivilDay to = types::ToCivil(last);
  const bool whole_months = from.day() == 1 && (to + 1).day() == 1 && from.year() == to.year();
  const auto months = whole_months ? to.month() - from.month() + 1 : 0;
  const auto starts = [&from](int length) { return (from.month() - 1) % length == 0; };
  const auto part = [&from](int length) { return (from.month() - 1) / length + 1; };
  if (months == 12) return absl::StrCat(from.year());
  if (months == 6 && starts(6)) return absl::Substitute(words.half_year, part(6), from.year());
  if (months == 3 && starts(3)) return absl::Substitute(words.quarter, part(3), from.year());
  if (months == 1) return absl::StrFormat("%02d/%d", from.month(), from.year());
  if (from == to) return FormatDate(language, first);
  return absl::Substitute(WordingOf(language).period, FormatDate(language, first),
                          FormatDate(language, last));
}

}  // namespace lotse::reporting
