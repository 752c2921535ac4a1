// What is computed when it is asked: overdue, capacity, achievement.
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/milestone.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "tests/invariants/checks.h"
#include "tests/invariants/expected_values.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using api::Measure;

namespace {

// Planned and possible effort in hundredths of days, by unit and month.
struct Use {
  int64_t planned = 0;
  std::optional<int64_t> capacity;

  bool IsTooMuch() const { return capacity.has_value() && planned > *capacity; }
};

// Of a track alone, if one is named.
std::map<std::string, Use> UseOf(const State& state, const std::string& engagement,
                                 const std::string& of_track) {
  std::map<std::string, Use> all;
  for (const Measure* measure : state.LiveBelow<Measure>(engagement)) {
    if (measure->state() == Measure::STATE_IDEA || measure->state() == Measure::STATE_CANCELLED) {
      continue;
    }
    if (!of_track.empty() && measure->track() != of_track) continue;
    for (const auto& effort : measure->efforts()) {
      Use& use = all[absl::StrCat(effort.org_unit(), " ", effort.year(), "-", effort.month())];
      use.planned += Hundredths(effort.days());
      use.capacity.reset();
      for (const api::Track* track : state.LiveBelow<api::Track>(engagement)) {
        if (!of_track.empty() && track->name() != of_track) continue;
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

// What is due until a day and not in a final state, and when.
std::map<std::string, absl::CivilDay> DueIn(const State& state, absl::CivilDay until) {
  std::map<std::string, absl::CivilDay> all;
  const auto state_of = state.Get<api::Engagement>(kEngagement)->state();
  // Nothing is to be done in what is over.
  if (state_of >= api::Engagement::STATE_CLOSED) return all;
  const auto add = [&](const auto& resource, bool open, bool has, const google::type::Date& due) {
    if (open && has && DayOf(due) <= until) all[resource.name()] = DayOf(due);
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
  return all;
}

// Asks how far an indicator is on a day, absent for today.
void CheckAchievement(const State& state, const api::Indicator& indicator,
                      std::optional<absl::CivilDay> day, bool drafts_too, House* house,
                      Faults* faults) {
  api::GetAchievementRequest q;
  api::GetAchievementResponse r;
  q.set_name(indicator.name());
  q.set_drafts_too(drafts_too);
  if (day.has_value()) *q.mutable_as_of_date() = DateOf(*day);
  if (const absl::Status asked = house->Call(q, &r); !asked.ok()) {
    return faults->push_back(absl::StrCat("11, 12: no achievement, ", asked.ToString()));
  }
  const std::string difference =
      Difference(AchievementOf(state, indicator, day.value_or(house->today()), drafts_too), r);
  if (difference.empty()) return;
  faults->push_back(absl::StrCat("11, 12: not ", difference, ": ", q.ShortDebugString(),
                                 " is answered ", r.ShortDebugString()));
}

// Asks how much is planned, in all tracks or in one.
void CheckUse(const State& state, const std::string& track, House* house, Faults* faults) {
  const std::map<std::string, Use> expected = UseOf(state, kEngagement, track);
  api::GetCapacityRequest q;
  api::GetCapacityResponse r;
  q.set_name(kEngagement);
  q.set_track(track);
  q.set_page_size(1000);
  if (const absl::Status asked = house->Call(q, &r); !asked.ok()) {
    return faults->push_back(absl::StrCat("23: ", asked.ToString()));
  }
  if (static_cast<size_t>(r.rows_size()) != expected.size()) {
    faults->push_back(absl::StrCat("23: ", r.rows_size(), " rows for ", expected.size()));
  }
  bool any = false;
  for (const auto& [key, use] : expected) any |= use.IsTooMuch();
  if (any) faults->Saw("unit for which too much is planned");
  if (r.overloaded() != any) faults->push_back("23: whether any unit is overloaded");
  for (const auto& row : r.rows()) {
    const std::string key = absl::StrCat(row.org_unit(), " ", row.year(), "-", row.month());
    const auto use = expected.find(key);
    const bool right =
        use != expected.end() && Hundredths(row.planned_days()) == use->second.planned &&
        row.has_capacity_days() == use->second.capacity.has_value() &&
        (!row.has_capacity_days() || Hundredths(row.capacity_days()) == *use->second.capacity) &&
        row.overloaded() == use->second.IsTooMuch();
    if (!right) faults->push_back(absl::StrCat("23: ", row.ShortDebugString()));
  }
}

}  // namespace

std::vector<std::string> Overloads(const State& state, const std::string& engagement) {
  std::vector<std::string> overloads;
  for (const auto& [key, use] : UseOf(state, engagement, "")) {
    if (use.IsTooMuch()) overloads.push_back(key);
  }
  return overloads;
}

void CheckOverdue(const State& state, House* house, Faults* faults) {
  constexpr int kDays = 20;
  const absl::CivilDay today = house->today();
  std::map<std::string, absl::CivilDay> expected = DueIn(state, today + kDays);
  absl::CivilDay before = absl::CivilDay::min();
  api::ListDueItemsRequest q;
  q.set_parent(kEngagement);
  q.set_days(kDays);
  q.set_page_size(7);
  do {
    api::ListDueItemsResponse r;
    if (const absl::Status asked = house->Call(q, &r); !asked.ok()) {
      return faults->push_back(absl::StrCat("17: ", asked.ToString()));
    }
    for (const auto& item : r.items()) {
      const auto due = expected.find(item.resource());
      const absl::CivilDay day = DayOf(item.due_date());
      // Before today in Germany, and counted in days from it.
      const bool right = due != expected.end() && due->second == day && day >= before &&
                         item.overdue() == (day < today) && item.days() == day - today;
      if (!right) faults->push_back(absl::StrCat("17: ", item.ShortDebugString()));
      faults->Saw(day < today ? "item that is overdue" : "item that is due soon");
      before = day;
      if (due != expected.end()) expected.erase(due);
    }
    q.set_page_token(r.next_page_token());
  } while (!q.page_token().empty());
  for (const auto& [name, day] : expected) {
    faults->push_back(absl::StrCat("17: ", name, " is due on ", absl::FormatCivilTime(day)));
  }
}

void CheckCapacity(const State& state, House* house, Faults* faults) {
  CheckUse(state, "", house, faults);
  for (const auto* track : state.LiveBelow<api::Track>(kEngagement)) {
    CheckUse(state, track->name(), house, faults);
  }
}

void CheckAchievements(const State& state, House* house, Faults* faults) {
  for (const auto* indicator : state.LiveBelow<api::Indicator>(kEngagement)) {
    CheckAchievement(state, *indicator, {}, false, house, faults);
    CheckAchievement(state, *indicator, {}, true, house, faults);
    // Targets that are over, or have not begun, count on other days.
    CheckAchievement(state, *indicator, house->today() - 120, false, house, faults);
    CheckAchievement(state, *indicator, house->today() + 240, true, house, faults);
  }
}

}  // namespace lotse::invariants
