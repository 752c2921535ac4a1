// What is computed when it is asked: overdue, capacity, achievement.
#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/engagement/v1alpha/milestone.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "tests/invariants/checks.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using api::Measure;

namespace {

// Planned and possible effort in hundredths of days, by unit and month.
struct Use {
  int64_t planned = 0;
  std::optional<int64_t> capacity;
};

std::map<std::string, Use> UseOf(const State& state, const std::string& engagement) {
  std::map<std::string, Use> all;
  for (const Measure* measure : state.LiveBelow<Measure>(engagement)) {
    if (measure->state() == Measure::STATE_IDEA || measure->state() == Measure::STATE_CANCELLED) {
      continue;
    }
    for (const auto& effort : measure->efforts()) {
      Use& use = all[absl::StrCat(effort.org_unit(), " ", effort.year(), "-", effort.month())];
      use.planned += Hundredths(effort.days());
      use.capacity.reset();
      for (const api::Track* track : state.LiveBelow<api::Track>(engagement)) {
        for (const auto& capacity : track->capacities()) {
          if (capacity.org_unit() != effort.org_unit()) continue;
          int64_t days = Hundredths(capacity.days_per_month());
          for (const auto& month : capacity.months()) {
            const bool this_one = month.year() == effort.year() && month.month() == effort.month();
            if (this_one) days = Hundredths(month.days());
          }
          use.capacity = use.capacity.value_or(0) + days;
        }
      }
    }
  }
  return all;
}

bool IsPlanned(const Measure& measure) {
  return measure.state() >= Measure::STATE_PLANNED && measure.state() <= Measure::STATE_ON_HOLD;
}

// What is overdue by the wording: due before today and not in a final state.
std::set<std::string> OverdueIn(const State& state, absl::CivilDay today) {
  std::set<std::string> overdue;
  const auto state_of = state.Get<api::Engagement>(kEngagement)->state();
  // Nothing is to be done in what is over.
  if (state_of >= api::Engagement::STATE_CLOSED) return overdue;
  const auto add = [&](const auto& resource, bool open, bool has, const google::type::Date& due) {
    if (open && has && DayOf(due) < today) overdue.insert(resource.name());
  };
  for (const auto* x : state.LiveBelow<Measure>(kEngagement)) {
    add(*x, IsPlanned(*x), x->has_due_date(), x->due_date());
  }
  for (const auto* x : state.LiveBelow<api::Milestone>(kEngagement)) {
    const auto* measure = state.Live<Measure>(ParentOf(x->name()));
    add(*x, x->state() == api::Milestone::STATE_OPEN && measure != nullptr && IsPlanned(*measure),
        x->has_due_date(), x->due_date());
  }
  for (const auto* x : state.LiveBelow<api::ActionItem>(kEngagement)) {
    add(*x, x->state() == api::ActionItem::STATE_OPEN, x->has_due_date(), x->due_date());
  }
  for (const auto* x : state.LiveBelow<api::Goal>(kEngagement)) {
    add(*x, x->state() == api::Goal::STATE_ADOPTED, x->has_due_date(), x->due_date());
  }
  for (const auto* x : state.LiveBelow<api::Phase>(kEngagement)) {
    const bool over =
        x->state() == api::Phase::STATE_COMPLETED || x->state() == api::Phase::STATE_SKIPPED;
    add(*x, !over, x->has_planned_end_date(), x->planned_end_date());
  }
  return overdue;
}

// A value that counts, and the last day of its period.
struct Counted {
  absl::CivilDay end;
  std::optional<int64_t> value;
};

bool MeasureTheSame(const api::IndicatorDefinition& a, const api::IndicatorDefinition& b) {
  return Same(a.unit(), b.unit()) && a.value_type() == b.value_type() &&
         a.accumulation() == b.accumulation();
}

const api::IndicatorDefinition& DefinitionAt(const api::Indicator& indicator, int version) {
  return version < indicator.definition_version() ? indicator.earlier_definitions(version - 1)
                                                  : indicator.definition();
}

std::vector<Counted> CountedOf(const State& state, const api::Indicator& indicator,
                               absl::CivilDay today) {
  std::vector<Counted> counted;
  for (const auto* m : state.LiveBelow<api::Measurement>(indicator.name())) {
    if (DayOf(m->end_date()) > today) continue;
    if (!MeasureTheSame(DefinitionAt(indicator, m->definition_version()), indicator.definition())) {
      continue;
    }
    const auto add = [&](const auto& values) {
      counted.push_back({DayOf(m->end_date()), {}});
      if (values.has_value()) counted.back().value = Hundredths(values.value());
    };
    if (m->state() == api::Measurement::STATE_VALIDATED ||
        m->state() == api::Measurement::STATE_LOCKED) {
      add(*m);
    } else if (m->earlier_revisions_size() > 0) {
      add(m->earlier_revisions(m->earlier_revisions_size() - 1));
    }
  }
  std::sort(counted.begin(), counted.end(),
            [](const Counted& a, const Counted& b) { return a.end < b.end; });
  return counted;
}

std::optional<int64_t> ActualOf(const api::Indicator& indicator,
                                const std::vector<Counted>& counted) {
  if (counted.empty()) return {};
  if (indicator.definition().accumulation() != api::IndicatorDefinition::ACCUMULATION_INCREMENT) {
    return counted.back().value;
  }
  std::optional<int64_t> sum;
  for (const Counted& one : counted) {
    if (one.value.has_value()) sum = sum.value_or(0) + *one.value;
  }
  return sum;
}

// (actual − baseline) / (target − baseline), reduced; empty where it is undefined.
std::string RatioOf(int64_t actual, int64_t baseline, int64_t target) {
  int64_t numerator = actual - baseline, denominator = target - baseline;
  if (denominator == 0) return "";
  const int64_t divisor = std::gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
  numerator /= divisor;
  denominator /= divisor;
  return denominator == 1 ? absl::StrCat(numerator) : absl::StrCat(numerator, "/", denominator);
}

void CheckAchievement(const State& state, const api::Indicator& indicator, House* house,
                      Faults* faults) {
  api::GetAchievementRequest q;
  api::GetAchievementResponse r;
  q.set_name(indicator.name());
  const auto fault = [&](const std::string& what) {
    faults->push_back(absl::StrCat(what, " of ", indicator.name(), ": ", r.ShortDebugString()));
  };
  if (const absl::Status asked = house->Call(q, &r); !asked.ok()) {
    return fault(absl::StrCat("11: no achievement, ", asked.ToString()));
  }
  const auto counted = CountedOf(state, indicator, house->today());
  const std::optional<int64_t> actual = ActualOf(indicator, counted);
  if (actual.has_value() != r.has_actual() ||
      (actual.has_value() && Hundredths(r.actual()) != *actual)) {
    return fault(absl::StrCat("12: actual value ", actual.value_or(-1)));
  }
  const auto& baseline = indicator.baseline();
  if (baseline.has_value() != r.has_baseline() ||
      (r.has_baseline() && Hundredths(baseline.value()) != Hundredths(r.baseline()))) {
    return fault("11: baseline");
  }
  const bool defined = r.has_actual() && r.has_baseline() && r.has_target();
  const std::string ratio =
      defined ? RatioOf(*actual, Hundredths(r.baseline()), Hundredths(r.target())) : "";
  if (ratio != r.ratio()) fault(absl::StrCat("11: ratio ", ratio));
  if (ratio.empty() == r.undefined_reason().empty()) fault("11: reason");
  bool decreases = false;
  std::optional<int64_t> before;
  for (const Counted& one : counted) {
    decreases |= one.value.has_value() && before.has_value() && *one.value < *before;
    if (one.value.has_value()) before = one.value;
  }
  decreases &=
      indicator.definition().accumulation() == api::IndicatorDefinition::ACCUMULATION_CUMULATIVE;
  const bool warned = std::count(r.warnings().begin(), r.warnings().end(), "DECREASED") > 0;
  if (warned != decreases) fault("12: warning");
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

std::vector<std::string> Overloads(const State& state, const std::string& engagement) {
  std::vector<std::string> overloads;
  for (const auto& [key, use] : UseOf(state, engagement)) {
    if (use.capacity.has_value() && use.planned > *use.capacity) overloads.push_back(key);
  }
  return overloads;
}

void CheckOverdue(const State& state, House* house, Faults* faults) {
  const std::set<std::string> expected = OverdueIn(state, house->today());
  std::set<std::string> found;
  api::ListDueItemsRequest q;
  q.set_parent(kEngagement);
  q.set_page_size(7);
  do {
    api::ListDueItemsResponse r;
    if (const absl::Status asked = house->Call(q, &r); !asked.ok()) {
      return faults->push_back(absl::StrCat("17: ", asked.ToString()));
    }
    for (const auto& item : r.items()) {
      if (item.overdue()) found.insert(item.resource());
    }
    q.set_page_token(r.next_page_token());
  } while (!q.page_token().empty());
  for (const std::string& name : expected) {
    if (!found.contains(name)) faults->push_back(absl::StrCat("17: ", name, " is overdue"));
  }
  for (const std::string& name : found) {
    if (!expected.contains(name)) faults->push_back(absl::StrCat("17: ", name, " is not overdue"));
  }
}

void CheckCapacity(const State& state, House* house, Faults* faults) {
  const std::map<std::string, Use> expected = UseOf(state, kEngagement);
  api::GetCapacityRequest q;
  api::GetCapacityResponse r;
  q.set_name(kEngagement);
  q.set_page_size(1000);
  if (const absl::Status asked = house->Call(q, &r); !asked.ok()) {
    return faults->push_back(absl::StrCat("23: ", asked.ToString()));
  }
  if (static_cast<size_t>(r.rows_size()) != expected.size()) {
    faults->push_back(absl::StrCat("23: ", r.rows_size(), " rows for ", expected.size()));
  }
  for (const auto& row : r.rows()) {
    const std::string key = absl::StrCat(row.org_unit(), " ", row.year(), "-", row.month());
    const auto use = expected.find(key);
    const bool right =
        use != expected.end() && Hundredths(row.planned_days()) == use->second.planned &&
        row.has_capacity_days() == use->second.capacity.has_value() &&
        (!row.has_capacity_days() || Hundredths(row.capacity_days()) == *use->second.capacity) &&
        row.overloaded() ==
            (use->second.capacity.has_value() && use->second.planned > *use->second.capacity);
    if (!right) faults->push_back(absl::StrCat("23: ", row.ShortDebugString()));
  }
}

void CheckAchievements(const State& state, House* house, Faults* faults) {
  for (const auto* indicator : state.LiveBelow<api::Indicator>(kEngagement)) {
    CheckAchievement(state, *indicator, house, faults);
  }
}

}  // namespace lotse::invariants
