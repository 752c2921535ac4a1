#include "tests/invariants/expected_values.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using api::Indicator;
using api::IndicatorDefinition;
using api::Measurement;

namespace {

// A measurement that counts, as it counts.
struct Counted {
  const Measurement* measurement;
  std::optional<int64_t> value;
  bool sums_differ = false;
  bool under_correction = false;
};

bool MeasureTheSame(const IndicatorDefinition& a, const IndicatorDefinition& b) {
  return Same(a.unit(), b.unit()) && a.value_type() == b.value_type() &&
         a.accumulation() == b.accumulation();
}

// Whether what the categories of a dimension have makes more than the whole, or another sum
// though all are there.
template <class Values>
bool SumsDiffer(const IndicatorDefinition& definition, const Values& values) {
  const bool sums = definition.value_type() == IndicatorDefinition::VALUE_TYPE_COUNT ||
                    definition.value_type() == IndicatorDefinition::VALUE_TYPE_NUMBER;
  for (const auto& dimension : definition.dimensions()) {
    int64_t sum = 0;
    int parts = 0;
    for (const auto& part : values.breakdown()) {
      if (part.dimension_id() != dimension.dimension_id()) continue;
      sum += Hundredths(part.value());
      ++parts;
    }
    const int64_t rest = Hundredths(values.value()) - sum;
    const bool differs = parts == dimension.categories_size() ? rest != 0 : rest < 0;
    if (sums && parts > 0 && differs) return true;
  }
  return false;
}

template <class Values>
Counted As(const IndicatorDefinition& definition, const Measurement& measurement,
           const Values& values) {
  Counted counted{&measurement, {}};
  if (!values.has_value()) return counted;
  counted.value = Hundredths(values.value());
  counted.sums_differ = SumsDiffer(definition, values);
  return counted;
}

// What counts, by the end of its period; and what is odd about it.
std::vector<Counted> CountedOf(const State& state, const Indicator& indicator, absl::CivilDay day,
                               bool drafts_too, std::set<std::string>* warnings) {
  std::vector<Counted> all;
  for (const auto* m : state.LiveBelow<Measurement>(indicator.name())) {
    const bool valid =
        m->state() == Measurement::STATE_VALIDATED || m->state() == Measurement::STATE_LOCKED;
    const bool as_it_is = valid || drafts_too;
    if (DayOf(m->end_date()) > day || (!as_it_is && m->earlier_revisions().empty())) continue;
    const auto* definition = DefinitionAt(indicator, m->definition_version());
    if (definition == nullptr || !MeasureTheSame(*definition, indicator.definition())) {
      warnings->insert("OTHER_DEFINITION");
      continue;
    }
    all.push_back(as_it_is
                      ? As(*definition, *m, *m)
                      : As(*definition, *m, m->earlier_revisions(m->earlier_revisions_size() - 1)));
    if (!as_it_is) warnings->insert("UNDER_CORRECTION");
    if (all.back().sums_differ) warnings->insert("BREAKDOWN_SUM");
    if (m->definition_version() != indicator.definition_version()) {
      warnings->insert("DEFINITION_CHANGED");
    }
  }
  std::sort(all.begin(), all.end(), [](const Counted& a, const Counted& b) {
    return DayOf(a.measurement->end_date()) < DayOf(b.measurement->end_date());
  });
  return all;
}

// The sum of all values; nothing if there is none.
std::optional<int64_t> SumOf(const std::vector<Counted>& all, std::set<std::string>* warnings) {
  std::optional<int64_t> sum;
  bool some_missing = false;
  for (const Counted& one : all) {
    some_missing |= !one.value.has_value();
    if (one.value.has_value()) sum = sum.value_or(0) + *one.value;
  }
  if (sum.has_value() && some_missing) warnings->insert("NOT_MEASURABLE");
  return sum;
}

// The last that is in it: of a sum the last with a value, unless none has one.
const Measurement& LastIn(const std::vector<Counted>& all, bool sums) {
  for (size_t i = all.size(); sums && i > 0; --i) {
    if (all[i - 1].value.has_value()) return *all[i - 1].measurement;
  }
  return *all.back().measurement;
}

bool Decreases(const std::vector<Counted>& all) {
  std::optional<int64_t> before;
  for (const Counted& one : all) {
    if (!one.value.has_value()) continue;
    if (before.has_value() && *one.value < *before) return true;
    before = one.value;
  }
  return false;
}

// The target that counts on a day: the last whose period has begun, or else the first.
const api::Target* TargetOn(const Indicator& indicator, absl::CivilDay day) {
  std::vector<const api::Target*> targets;
  for (const auto& target : indicator.targets()) targets.push_back(&target);
  std::sort(targets.begin(), targets.end(), [](const auto* a, const auto* b) {
    return DayOf(a->start_date()) < DayOf(b->start_date());
  });
  const api::Target* counts = targets.empty() ? nullptr : targets.front();
  for (const api::Target* target : targets) {
    if (DayOf(target->start_date()) <= day) counts = target;
  }
  return counts;
}

std::string Show(const std::optional<int64_t>& number) {
  return number.has_value() ? absl::StrCat(*number) : "none";
}

}  // namespace

int64_t Hundredths(const google::type::Decimal& decimal) {
  const std::vector<std::string> parts = absl::StrSplit(decimal.value(), '.');
  const bool negative = absl::StartsWith(parts[0], "-");
  int64_t whole = 0, rest = 0;
  (void)absl::SimpleAtoi(parts[0], &whole);
  if (parts.size() > 1) (void)absl::SimpleAtoi((parts[1] + "00").substr(0, 2), &rest);
  return whole * 100 + (negative ? -rest : rest);
}

int64_t Rounded(int64_t numerator, int64_t denominator) {
  const bool negative = (numerator < 0) != (denominator < 0);
  const int64_t over = std::abs(numerator), below = std::abs(denominator);
  const int64_t rounded = (2 * over + below) / (2 * below);
  return negative ? -rounded : rounded;
}

const IndicatorDefinition* DefinitionAt(const Indicator& indicator, int version) {
  if (version == indicator.definition_version()) return &indicator.definition();
  const bool earlier = version >= 1 && version <= indicator.earlier_definitions_size();
  return earlier ? &indicator.earlier_definitions(version - 1) : nullptr;
}

void SetRatio(const std::string& why_not, Achievement* achievement) {
  Achievement& a = *achievement;
  if (!a.baseline.has_value() || !a.target.has_value() || !a.actual.has_value()) {
    a.undefined_reason = !a.baseline.has_value() ? "NO_BASELINE"
                         : !a.target.has_value() ? "NO_TARGET"
                                                 : why_not;
    return;
  }
  // (actual − baseline) / (target − baseline), reduced.
  int64_t numerator = *a.actual - *a.baseline, denominator = *a.target - *a.baseline;
  if (denominator == 0) {
    a.undefined_reason = "TARGET_IS_BASELINE";
    return;
  }
  a.percent = Rounded(numerator * 1000, denominator);
  const int64_t divisor = std::gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
  numerator /= divisor;
  denominator /= divisor;
  a.ratio = denominator == 1 ? absl::StrCat(numerator) : absl::StrCat(numerator, "/", denominator);
}

Achievement AchievementOf(const State& state, const Indicator& indicator, absl::CivilDay day,
                          bool drafts_too) {
  Achievement a;
  if (indicator.baseline().has_value()) a.baseline = Hundredths(indicator.baseline().value());
  if (const api::Target* target = TargetOn(indicator, day); target != nullptr) {
    a.target = Hundredths(target->value());
    a.target_id = target->target_id();
  }
  const auto all = CountedOf(state, indicator, day, drafts_too, &a.warnings);
  const auto accumulation = indicator.definition().accumulation();
  if (!all.empty()) {
    const bool sums = accumulation == IndicatorDefinition::ACCUMULATION_INCREMENT;
    a.measurement = LastIn(all, sums).name();
    a.actual = sums ? SumOf(all, &a.warnings) : all.back().value;
  }
  const bool cumulative = accumulation == IndicatorDefinition::ACCUMULATION_CUMULATIVE;
  if (cumulative && Decreases(all)) a.warnings.insert("DECREASED");
  SetRatio(all.empty() ? "NO_VALUE" : "NOT_MEASURABLE", &a);
  return a;
}

std::set<std::string> WarningsOf(const State& state, const Indicator& indicator,
                                 const Measurement& measurement) {
  std::set<std::string> warnings;
  const auto* definition = DefinitionAt(indicator, measurement.definition_version());
  if (definition == nullptr || !measurement.has_value()) return warnings;
  if (SumsDiffer(*definition, measurement)) warnings.insert("BREAKDOWN_SUM");
  if (definition->accumulation() != IndicatorDefinition::ACCUMULATION_CUMULATIVE) return warnings;
  // The value of the period before it that measures the same.
  const Measurement* before = nullptr;
  for (const auto* other : state.LiveBelow<Measurement>(indicator.name())) {
    const auto* by = DefinitionAt(indicator, other->definition_version());
    const bool same = by != nullptr && MeasureTheSame(*by, *definition) && other->has_value();
    if (!same || DayOf(other->end_date()) >= DayOf(measurement.start_date())) continue;
    const bool later = before == nullptr || DayOf(other->end_date()) > DayOf(before->end_date());
    if (later) before = other;
  }
  const bool falls =
      before != nullptr && Hundredths(measurement.value()) < Hundredths(before->value());
  if (falls) warnings.insert("DECREASED");
  return warnings;
}

std::string Difference(const Achievement& expected, const api::GetAchievementResponse& answer) {
  std::vector<std::string> differences;
  const auto compare = [&](const char* what, const std::optional<int64_t>& number, bool has,
                           int64_t answered) {
    if (number == (has ? std::optional<int64_t>(answered) : std::nullopt)) return;
    differences.push_back(absl::StrCat(what, " ", Show(number)));
  };
  compare("baseline", expected.baseline, answer.has_baseline(), Hundredths(answer.baseline()));
  compare("target", expected.target, answer.has_target(), Hundredths(answer.target()));
  compare("actual", expected.actual, answer.has_actual(), Hundredths(answer.actual()));
  compare("tenths of a per cent", expected.percent, answer.has_ratio_percent(),
          Hundredths(answer.ratio_percent()) / 10);
  const auto compare_text = [&](const char* what, const std::string& text,
                                const std::string& answered) {
    if (text != answered) differences.push_back(absl::StrCat(what, " `", text, "`"));
  };
  compare_text("target_id", expected.target_id, answer.target_id());
  compare_text("measurement", expected.measurement, answer.measurement());
  compare_text("ratio", expected.ratio, answer.ratio());
  compare_text("undefined_reason", expected.undefined_reason, answer.undefined_reason());
  std::vector<std::string> warnings(answer.warnings().begin(), answer.warnings().end());
  std::sort(warnings.begin(), warnings.end());
  compare_text("warnings", absl::StrJoin(expected.warnings, " "), absl::StrJoin(warnings, " "));
  return absl::StrJoin(differences, ", ");
}

}  // namespace lotse::invariants
