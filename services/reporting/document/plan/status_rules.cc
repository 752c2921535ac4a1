#include "services/reporting/document/plan/status_rules.h"

#include "runtime/types/date.h"
#include "services/reporting/document/plan/plan_texts.h"

namespace lotse::reporting {

using engagement::v1alpha::ActionItem;
using engagement::v1alpha::Blocker;
using engagement::v1alpha::Engagement;
using engagement::v1alpha::Goal;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Milestone;
using engagement::v1alpha::Phase;
using v1alpha::Status;

namespace {

// A signal, and where its word stands.
struct Standing {
  Status::Signal signal;
  const char* PlanWording::* word;
};

// Whether `date` is past, while lateness counts.
bool IsPast(const google::type::Date& date, const StatusDay& on) {
  return !on.engagement_over && IsFullDate(date) && types::ToCivil(date) < on.day;
}

bool IsHeldUp(const Measure& measure, const StatusDay& on) {
  return measure.state() == Measure::STATE_BLOCKED || measure.state() == Measure::STATE_ON_HOLD ||
         !OpenBlockers(measure, on).empty() || BeginsLate(measure, on);
}

Standing StandingOf(const Measure& measure, const StatusDay& on) {
  if (measure.state() == Measure::STATE_CANCELLED) {
    return {Status::SIGNAL_DISCONTINUED, &PlanWording::status_discontinued};
  }
  if (IsOver(measure)) return {Status::SIGNAL_DONE, &PlanWording::status_completed};
  if (measure.state() != Measure::STATE_IDEA) {
    if (IsOverdue(measure, on)) return {Status::SIGNAL_CRITICAL, &PlanWording::status_overdue};
    if (IsHeldUp(measure, on)) return {Status::SIGNAL_AT_RISK, &PlanWording::status_held_up};
  }
  if (measure.state() == Measure::STATE_IN_PROGRESS) {
    return {Status::SIGNAL_ON_TRACK, &PlanWording::status_on_track};
  }
  return {Status::SIGNAL_NOT_BEGUN, &PlanWording::status_not_begun};
}

Standing StandingOf(const Goal& goal, const StatusDay& on) {
  switch (goal.state()) {
    case Goal::STATE_ACHIEVED:
      return {Status::SIGNAL_DONE, &PlanWording::status_achieved};
    case Goal::STATE_PARTLY_ACHIEVED:
      return {Status::SIGNAL_PARTLY_DONE, &PlanWording::status_partly_achieved};
    case Goal::STATE_NOT_ACHIEVED:
      return {Status::SIGNAL_DISCONTINUED, &PlanWording::status_not_achieved};
    case Goal::STATE_WITHDRAWN:
      return {Status::SIGNAL_DISCONTINUED, &PlanWording::status_withdrawn};
    case Goal::STATE_ADOPTED:
      if (IsPast(goal.due_date(), on)) {
        return {Status::SIGNAL_CRITICAL, &PlanWording::status_overdue};
      }
      return {Status::SIGNAL_ON_TRACK, &PlanWording::status_pursued};
    default:
      return {Status::SIGNAL_NOT_BEGUN, goal.earlier_versions().empty()
                                            ? &PlanWording::status_not_adopted
                                            : &PlanWording::status_being_revised};
  }
}

Standing StandingOf(const Phase& phase, const StatusDay& on) {
  if (phase.state() == Phase::STATE_COMPLETED) {
    return {Status::SIGNAL_DONE, &PlanWording::status_completed};
  }
  if (phase.state() == Phase::STATE_SKIPPED) {
    return {Status::SIGNAL_DISCONTINUED, &PlanWording::status_skipped};
  }
  if (IsPast(phase.planned_end_date(), on)) {
    return {Status::SIGNAL_CRITICAL, &PlanWording::status_overdue};
  }
  switch (phase.state()) {
    case Phase::STATE_REOPENED:
      return {Status::SIGNAL_AT_RISK, &PlanWording::status_reopened};
    case Phase::STATE_IN_GATE:
      return {Status::SIGNAL_ON_TRACK, &PlanWording::status_in_gate};
    case Phase::STATE_ACTIVE:
      return {Status::SIGNAL_ON_TRACK, &PlanWording::status_in_progress};
    default:
      if (IsPast(phase.planned_start_date(), on)) {
        return {Status::SIGNAL_AT_RISK, &PlanWording::status_held_up};
      }
      return {Status::SIGNAL_NOT_BEGUN, &PlanWording::status_not_begun};
  }
}

Standing StandingOf(const Milestone& milestone, const StatusDay& on) {
  switch (milestone.state()) {
    case Milestone::STATE_REACHED:
      return {Status::SIGNAL_DONE, &PlanWording::status_reached};
    case Milestone::STATE_CANCELLED:
      return {Status::SIGNAL_DISCONTINUED, &PlanWording::status_dropped};
    default:
      if (IsPast(milestone.due_date(), on)) {
        return {Status::SIGNAL_CRITICAL, &PlanWording::status_overdue};
      }
      return {Status::SIGNAL_NOT_BEGUN, &PlanWording::status_open};
  }
}

Standing StandingOf(const ActionItem& item, const StatusDay& on) {
  switch (item.state()) {
    case ActionItem::STATE_DONE:
      return {Status::SIGNAL_DONE, &PlanWording::status_done};
    case ActionItem::STATE_HANDED_OVER:
      return {Status::SIGNAL_PARTLY_DONE, &PlanWording::status_handed_over};
    case ActionItem::STATE_CANCELLED:
      return {Status::SIGNAL_DISCONTINUED, &PlanWording::status_dropped};
    default:
      if (IsPast(item.due_date(), on)) {
        return {Status::SIGNAL_CRITICAL, &PlanWording::status_overdue};
      }
      return {Status::SIGNAL_NOT_BEGUN, &PlanWording::status_open};
  }
}

Status InWords(const Standing& standing, Language language) {
  Status status;
  status.set_signal(standing.signal);
  status.set_word(PlanWordingOf(language).*standing.word);
  return status;
}

}  // namespace

bool IsOver(const Engagement& engagement) {
  return engagement.state() == Engagement::STATE_CLOSED ||
         engagement.state() == Engagement::STATE_ARCHIVED ||
         engagement.state() == Engagement::STATE_CANCELLED;
}

bool IsOver(const Measure& measure) {
  return measure.state() == Measure::STATE_DONE || measure.state() == Measure::STATE_VERIFIED ||
         measure.state() == Measure::STATE_SUSTAINED || measure.state() == Measure::STATE_CANCELLED;
}

Status::Signal SignalOf(const Measure& measure, const StatusDay& on) {
  return StandingOf(measure, on).signal;
}
Status::Signal SignalOf(const Goal& goal, const StatusDay& on) {
  return StandingOf(goal, on).signal;
}
Status::Signal SignalOf(const Phase& phase, const StatusDay& on) {
  return StandingOf(phase, on).signal;
}
Status::Signal SignalOf(const Milestone& milestone, const StatusDay& on) {
  return StandingOf(milestone, on).signal;
}
Status::Signal SignalOf(const ActionItem& item, const StatusDay& on) {
  return StandingOf(item, on).signal;
}

Status StatusOf(const Measure& measure, const StatusDay& on, Language language) {
  return InWords(StandingOf(measure, on), language);
}
Status StatusOf(const Goal& goal, const StatusDay& on, Language language) {
  return InWords(StandingOf(goal, on), language);
}
Status StatusOf(const Phase& phase, const StatusDay& on, Language language) {
  return InWords(StandingOf(phase, on), language);
}
Status StatusOf(const Milestone& milestone, const StatusDay& on, Language language) {
  return InWords(StandingOf(milestone, on), language);
}
Status StatusOf(const ActionItem& item, const StatusDay& on, Language language) {
  return InWords(StandingOf(item, on), language);
}

bool IsOverdue(const Measure& measure, const StatusDay& on) {
  return !IsOver(measure) && measure.state() != Measure::STATE_IDEA &&
         IsPast(measure.due_date(), on);
}

bool BeginsLate(const Measure& measure, const StatusDay& on) {
  const bool to_begin =
      measure.state() == Measure::STATE_PLANNED || measure.state() == Measure::STATE_APPROVED;
  return to_begin && IsPast(measure.start_date(), on);
}

std::vector<const Blocker*> OpenBlockers(const Measure& measure, const StatusDay& on) {
  std::vector<const Blocker*> open;
  for (const Blocker& blocker : measure.blockers()) {
    const bool ended = IsFullDate(blocker.to_date()) && types::ToCivil(blocker.to_date()) < on.day;
    const bool to_come =
        IsFullDate(blocker.from_date()) && types::ToCivil(blocker.from_date()) > on.day;
    if (!ended && !to_come) open.push_back(&blocker);
  }
  return open;
}

}  // namespace lotse::reporting
