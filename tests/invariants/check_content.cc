// Goals, measures, minutes, decisions and locked values.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/meeting_record.pb.h"
#include "tests/invariants/checks.h"

namespace lotse::invariants {

using engagement::v1alpha::Decision;
using engagement::v1alpha::Goal;
using engagement::v1alpha::Indicator;
using engagement::v1alpha::Measure;
using engagement::v1alpha::MeetingRecord;

namespace {

// A person is named by a function id alone.
bool IsFunction(const std::string& id) {
  if (id.empty() || id.size() > 63 || !absl::ascii_islower(id[0])) return false;
  for (const char c : id) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') return false;
  }
  return true;
}

void CheckGoal(const State& state, const Goal& goal, Faults* faults) {
  if (goal.level() == Goal::LEVEL_UNSPECIFIED) {
    faults->push_back(absl::StrCat("4: ", goal.name(), " has no level"));
  }
  const bool proposed = goal.state() != Goal::STATE_DRAFT && goal.state() != Goal::STATE_WITHDRAWN;
  if (goal.parent_goal().empty()) {
    if (goal.level() == Goal::LEVEL_ACTION && proposed) {
      faults->push_back(absl::StrCat("4: ", goal.name(), " has no parent"));
    }
    return;
  }
  const auto* parent = state.Live<Goal>(goal.parent_goal());
  if (parent == nullptr) {
    faults->push_back(absl::StrCat("4: the parent of ", goal.name(), " is not there"));
  } else if (parent->level() >= goal.level()) {
    faults->push_back(absl::StrCat("4: ", goal.name(), " lies below ", parent->name()));
  }
}

void CheckMeasure(const Step& step, const Measure& measure, Faults* faults) {
  for (const auto& responsibility : measure.responsibilities()) {
    if (IsFunction(responsibility.function_id())) continue;
    faults->push_back(absl::StrCat("6: ", measure.name(), " names ", responsibility.function_id()));
  }
  if (!IsApproved(measure)) return;
  if (measure.accountable_unit().empty()) {
    faults->push_back(absl::StrCat("6: ", measure.name(), " has no accountable unit"));
  }
  const auto* was = step.before.Get<Measure>(measure.name());
  const bool is_new = was == nullptr || !IsApproved(*was);
  bool any = false;
  for (const auto& link : measure.goals()) {
    const auto* goal = step.after.Live<Goal>(link.goal());
    if (goal == nullptr || goal->level() != Goal::LEVEL_ACTION) continue;
    // What was decided later about a goal does not undo what it was approved for.
    any = any || !is_new ||
          (goal->state() >= Goal::STATE_ADOPTED && goal->state() <= Goal::STATE_NOT_ACHIEVED);
  }
  if (!any) faults->push_back(absl::StrCat("4: ", measure.name(), " serves no adopted goal"));
}

// What was decided about a measure stays (the approval is to a content).
void CheckApprovedContent(const Step& step, const Measure& measure, Faults* faults) {
  const auto* was = step.before.Get<Measure>(measure.name());
  if (was == nullptr || !IsApproved(*was) || !IsApproved(measure)) return;
  // What may still be said while it is carried out.
  const bool same =
      SameBut(*was, measure,
              {"state", "description", "responsibilities", "blockers", "stale", "progress_percent",
               "content_level", "content_field", "indicators", "finish_date", "suggestion",
               "external_ids", "etag", "update_time", "delete_time"});
  if (!same) faults->push_back(absl::StrCat("8: ", measure.name(), " was approved as another"));
}

void CheckMinutes(const MeetingRecord& was, const MeetingRecord& is, Faults* faults) {
  if (was.state() != MeetingRecord::STATE_APPROVED) return;
  if (!SameBut(was, is, {"addenda", "external_ids", "etag", "update_time"})) {
    faults->push_back(absl::StrCat("9: ", was.name(), " was approved and has changed"));
  }
  for (int i = 0; i < was.addenda_size(); ++i) {
    if (i < is.addenda_size() && Same(was.addenda(i), is.addenda(i))) continue;
    faults->push_back(absl::StrCat("9: an addendum of ", was.name(), " has changed"));
  }
}

// Where a decision may go once it is decided: nowhere but to done and to taken back.
bool MayBecome(Decision::State was, Decision::State is) {
  switch (was) {
    case Decision::STATE_ADOPTED:
    case Decision::STATE_ADOPTED_MODIFIED:
      return is == was || is == Decision::STATE_IMPLEMENTED || is == Decision::STATE_REVOKED;
    case Decision::STATE_IMPLEMENTED:
      return is == was || is == Decision::STATE_REVOKED;
    default:
      return is == was;
  }
}

bool IsDecided(const Decision& decision) {
  return decision.state() != Decision::STATE_PROPOSED &&
         decision.state() != Decision::STATE_DEFERRED;
}

void CheckDecision(const Decision& was, const Decision& is, Faults* faults) {
  if (!IsDecided(was)) return;
  if (!SameBut(was, is, {"state", "external_ids", "etag", "update_time"})) {
    faults->push_back(absl::StrCat("9: ", was.name(), " was decided and has changed"));
  }
  if (!MayBecome(was.state(), is.state())) {
    faults->push_back(
        absl::StrCat("9: ", was.name(), " was decided and is ", Decision::State_Name(is.state())));
  }
}

// What takes the place of another decision revokes it.
void CheckReplaced(const Step& step, Faults* faults) {
  for (const Decision* is : step.after.All<Decision>()) {
    const auto* was = step.before.Get<Decision>(is->name());
    const bool adopted =
        is->state() == Decision::STATE_ADOPTED || is->state() == Decision::STATE_ADOPTED_MODIFIED;
    const bool before = was != nullptr && was->state() == is->state();
    if (!adopted || before || is->replaces().empty()) continue;
    faults->Saw("decision that takes the place of another");
    const auto* replaced = step.after.Get<Decision>(is->replaces());
    if (replaced != nullptr && replaced->state() == Decision::STATE_REVOKED) continue;
    faults->push_back(absl::StrCat("9: ", is->replaces(), " is replaced and still holds"));
  }
}

template <class R>
void ForEachChange(const Step& step, void (*check)(const R&, const R&, Faults*), Faults* faults) {
  for (const R* was : step.before.All<R>()) {
    const R* is = step.after.Get<R>(was->name());
    if (is != nullptr && !Same(*was, *is)) check(*was, *is, faults);
  }
}

}  // namespace

bool IsComplete(const State& state, const Goal& goal) {
  if (goal.accountable_unit().empty() || !goal.has_due_date()) return false;
  if (Says(goal.success_statement())) return true;
  for (const std::string& name : goal.indicators()) {
    const auto* indicator = state.Live<Indicator>(name);
    if (indicator == nullptr || !Says(indicator->definition().unit())) continue;
    const bool baseline =
        indicator->baseline().has_value() || Says(indicator->baseline().waiver_reason());
    if (baseline && indicator->targets_size() > 0) return true;
  }
  return false;
}

void CheckChain(const Step& step, Faults* faults) {
  for (const auto& [name, resource] : step.after.resources) {
    const auto* goal = dynamic_cast<const Goal*>(resource.get());
    if (goal != nullptr && !goal->has_delete_time()) {
      CheckGoal(step.after, *goal, faults);
      if (goal->state() == Goal::STATE_ADOPTED && goal->level() == Goal::LEVEL_ACTION &&
          !IsComplete(step.after, *goal)) {
        faults->push_back(absl::StrCat("5: ", name, " is adopted and not complete"));
      }
    }
    const auto* measure = dynamic_cast<const Measure*>(resource.get());
    if (measure != nullptr && !measure->has_delete_time()) {
      CheckMeasure(step, *measure, faults);
      CheckApprovedContent(step, *measure, faults);
    }
  }
}

void CheckFinal(const Step& step, Faults* faults) {
  ForEachChange<MeetingRecord>(step, &CheckMinutes, faults);
  ForEachChange<Decision>(step, &CheckDecision, faults);
  CheckReplaced(step, faults);
}

}  // namespace lotse::invariants
