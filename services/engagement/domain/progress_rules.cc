#include "services/engagement/domain/progress_rules.h"

#include <set>
#include <string>

#include "runtime/types/date.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/measure_rules.h"

namespace lotse::engagement {

using v1alpha::ActionItem;
using v1alpha::DueItem;
using v1alpha::Gap;
using v1alpha::Goal;
using v1alpha::Measure;
using v1alpha::Milestone;
using v1alpha::Need;
using v1alpha::Phase;

namespace {

template <class Resource>
Gap GapOf(Gap::Kind kind, const Resource& resource) {
  Gap gap;
  gap.set_kind(kind);
  gap.set_resource(resource.name());
  *gap.mutable_title() = resource.title();
  gap.set_track(resource.track());
  return gap;
}

template <class Resource>
DueItem ItemOf(DueItem::Kind kind, const Resource& resource, const google::type::Date& due_date,
               const std::string& org_unit) {
  DueItem item;
  item.set_kind(kind);
  item.set_resource(resource.name());
  *item.mutable_title() = resource.title();
  *item.mutable_due_date() = due_date;
  item.set_org_unit(org_unit);
  return item;
}

bool IsDue(const Measure& measure) {
  return !IsOver(measure) && measure.state() != Measure::STATE_IDEA;
}

}  // namespace

std::vector<Gap> GapsIn(const std::vector<Need>& needs, const std::vector<Goal>& goals,
                        const std::vector<Measure>& measures) {
  std::set<std::string> answered, served;
  for (const Goal& goal : goals) {
    if (goal.state() == Goal::STATE_WITHDRAWN) continue;
    answered.insert(goal.needs().begin(), goal.needs().end());
  }
  for (const Measure& measure : measures) {
    if (measure.state() == Measure::STATE_CANCELLED) continue;
    for (const v1alpha::GoalMeasureLink& link : measure.goals()) served.insert(link.goal());
  }
  std::vector<Gap> gaps;
  for (const Need& need : needs) {
    if (answered.contains(need.name()) || !need.no_goal_reason().variants().empty()) continue;
    gaps.push_back(GapOf(Gap::KIND_NEED_WITHOUT_GOAL, need));
  }
  for (const Goal& goal : goals) {
    if (goal.level() != Goal::LEVEL_ACTION || !IsAdopted(goal)) continue;
    if (served.contains(goal.name()) || !goal.no_measure_reason().variants().empty()) continue;
    gaps.push_back(GapOf(Gap::KIND_GOAL_WITHOUT_MEASURE, goal));
  }
  for (const Measure& measure : measures) {
    const bool cancelled = measure.state() == Measure::STATE_CANCELLED;
    if (cancelled || !measure.accountable_unit().empty()) continue;
    gaps.push_back(GapOf(Gap::KIND_MEASURE_WITHOUT_UNIT, measure));
  }
  return gaps;
}

std::optional<DueItem> DueItemOf(const Measure& measure) {
  if (!measure.has_due_date() || !IsDue(measure)) return std::nullopt;
  return ItemOf(DueItem::KIND_MEASURE, measure, measure.due_date(), measure.accountable_unit());
}

std::optional<DueItem> DueItemOf(const Milestone& milestone, const Measure& measure) {
  if (milestone.state() != Milestone::STATE_OPEN || !IsDue(measure)) return std::nullopt;
  return ItemOf(DueItem::KIND_MILESTONE, milestone, milestone.due_date(),
                measure.accountable_unit());
}

std::optional<DueItem> DueItemOf(const ActionItem& item) {
  if (item.state() != ActionItem::STATE_OPEN) return std::nullopt;
  return ItemOf(DueItem::KIND_ACTION_ITEM, item, item.due_date(), item.responsible_unit());
}

std::optional<DueItem> DueItemOf(const Phase& phase) {
  const bool over =
      phase.state() == Phase::STATE_COMPLETED || phase.state() == Phase::STATE_SKIPPED;
  if (over || !phase.has_planned_end_date()) return std::nullopt;
  return ItemOf(DueItem::KIND_PHASE, phase, phase.planned_end_date(), "");
}

std::optional<DueItem> DueItemOf(const Goal& goal) {
  if (!goal.has_due_date() || !IsAdopted(goal)) return std::nullopt;
  return ItemOf(DueItem::KIND_GOAL, goal, goal.due_date(), goal.accountable_unit());
}

void CountDays(absl::CivilDay today, DueItem* item) {
  item->set_days(static_cast<int32_t>(types::ToCivil(item->due_date()) - today));
  item->set_overdue(item->days() < 0);
}

}  // namespace lotse::engagement
