#include "services/engagement/domain/phase_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/engagement_steps.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using types::Presence;
using v1alpha::Phase;

// Limits of phase.proto.
constexpr int kMaxCriteria = 30;
constexpr int kMaxDeliverables = 30;
constexpr int kMaxTools = 30;
constexpr int kMaxPosition = 1000000;

void CheckCriteria(const Phase& phase, rpc::FieldViolations* violations) {
  CheckLimit("phase.criteria", phase.criteria_size(), kMaxCriteria, violations);
  std::vector<std::string> ids;
  for (int i = 0; i < phase.criteria_size(); ++i) {
    const v1alpha::GateCriterion& criterion = phase.criteria(i);
    const std::string path = absl::StrCat("phase.criteria[", i, "]");
    ids.push_back(criterion.criterion_id());
    types::CheckText(path + ".title", criterion.title(), violations);
    types::CheckText(path + ".evidence", criterion.evidence(), violations, Presence::kOptional);
    CheckOptionalDate(path + ".check_date", criterion.has_check_date(), criterion.check_date(),
                      violations);
  }
  CheckUniqueIds("phase.criteria", "criterion_id", ids, violations);
}

void CheckDeliverables(const Phase& phase, rpc::FieldViolations* violations) {
  CheckLimit("phase.deliverables", phase.deliverables_size(), kMaxDeliverables, violations);
  std::vector<std::string> ids;
  for (int i = 0; i < phase.deliverables_size(); ++i) {
    const v1alpha::GateDeliverable& deliverable = phase.deliverables(i);
    const std::string path = absl::StrCat("phase.deliverables[", i, "]");
    ids.push_back(deliverable.deliverable_id());
    types::CheckText(path + ".title", deliverable.title(), violations);
    types::CheckText(path + ".reference_text", deliverable.reference_text(), violations,
                     Presence::kOptional);
    CheckOptionalDate(path + ".state_date", deliverable.has_state_date(), deliverable.state_date(),
                      violations);
  }
  CheckUniqueIds("phase.deliverables", "deliverable_id", ids, violations);
}

// The phases before `phase` that are not final.
std::vector<rpc::Obstacle> OpenBefore(const Phase& phase, const std::vector<Phase>& track) {
  std::vector<rpc::Obstacle> obstacles;
  for (const Phase& other : track) {
    if (other.position() >= phase.position() || IsFinal(other)) continue;
    const std::string state = PhaseMachine().NameOf(other.state());
    obstacles.push_back(
        {other.name(),
         {absl::StrCat("kommt vorher und ist ", state,
                       "; ihren Prüfpunkt bestehen oder sie überspringen, oder begründen, warum "
                       "es trotzdem weitergeht"),
          absl::StrCat("comes before and is ", state,
                       "; pass its gate or skip it, or give a reason to go on all the same")}});
  }
  return obstacles;
}

// Takes the elements with these ids out of `from` and puts them into `to`.
template <class List, class IdOf>
void MoveElements(const google::protobuf::RepeatedPtrField<std::string>& ids,
                  absl::string_view field, IdOf id_of, List* from, List* to,
                  rpc::FieldViolations* violations) {
  for (int i = 0; i < ids.size(); ++i) {
    const auto found = absl::c_find_if(*from, [&](const auto& e) { return id_of(e) == ids[i]; });
    if (found == from->end()) {
      violations->push_back(Violation(absl::StrCat(field, "[", i, "]"),
                                      {"gehört nicht zur Phase; eine Kennung aus ihr angeben",
                                       "is not in the phase; give an id of it"}));
      continue;
    }
    to->Add()->Swap(&*found);
    from->erase(found);
  }
}

// A position behind `phase` and before the next one; 0 if there is none.
int PositionBehind(const Phase& phase, const std::vector<Phase>& track) {
  int next = phase.position() + 100;
  for (const Phase& other : track) {
    if (other.position() > phase.position()) next = std::min(next, other.position());
  }
  const int position = phase.position() + (next - phase.position()) / 2;
  return position > phase.position() ? position : 0;
}

}  // namespace

rpc::FieldViolations CheckPhase(const Phase& phase) {
  rpc::FieldViolations violations;
  types::CheckText("phase.title", phase.title(), &violations);
  if (phase.position() < 1 || phase.position() > kMaxPosition) {
    violations.push_back(
        Violation("phase.position", {"1 bis 1.000.000 angeben", "give 1 to 1,000,000"}));
  }
  CheckOptionalPeriod("phase.planned_start_date", phase.has_planned_start_date(),
                      phase.planned_start_date(), "phase.planned_end_date",
                      phase.has_planned_end_date(), phase.planned_end_date(), &violations);
  CheckCriteria(phase, &violations);
  CheckDeliverables(phase, &violations);
  CheckGateIds("phase", phase, &violations);
  types::CheckText("phase.decided_by", phase.decided_by(), &violations, Presence::kOptional);
  CheckLimit("phase.tools", phase.tools_size(), kMaxTools, &violations);
  types::CheckExternalIds("phase.external_ids", phase.external_ids(), &violations);
  return violations;
}

// [change]
absl::Status CheckPhaseChange(const Phase& before, const Phase& after,
                              const v1alpha::PhaseTemplateItem& given) {
  if (IsFinal(before)) {
    Phase same = after;
    *same.mutable_external_ids() = before.external_ids();
    if (google::protobuf::util::MessageDifferencer::Equals(same, before)) return absl::OkStatus();
    return PhaseMachine().Final(before.name(), before.state(),
                                {"zum Ändern wieder öffnen", "open it again to change it"});
  }
  // A phase that was split has only some of it.
  std::set<std::string> stays;
  for (const auto& criterion : given.criteria()) stays.insert(criterion.criterion_id());
  for (const auto& deliverable : given.deliverables()) stays.insert(deliverable.deliverable_id());
  std::map<std::string, const v1alpha::GateCriterion*> criteria;
  for (const auto& criterion : after.criteria()) criteria[criterion.criterion_id()] = &criterion;
  std::map<std::string, const v1alpha::GateDeliverable*> deliverables;
  for (const auto& d : after.deliverables()) deliverables[d.deliverable_id()] = &d;
  rpc::FieldViolations violations;
  for (const v1alpha::GateCriterion& was : before.criteria()) {
    const auto* is = criteria[was.criterion_id()];
    if (is != nullptr && is->mandatory() == was.mandatory() && is->check() == was.check()) continue;
    if (!stays.contains(was.criterion_id())) continue;
    violations.push_back(Violation("phase.criteria",
                                   {absl::StrCat(was.criterion_id(),
                                                 " kommt aus der Vorlage; es bleibt, so "
                                                 "verpflichtend wie es ist und mit seiner Prüfung"),
                                    absl::StrCat(was.criterion_id(),
                                                 " comes from the template; it stays, as "
                                                 "mandatory and with the check it has")}));
  }
  for (const v1alpha::GateDeliverable& was : before.deliverables()) {
    const auto* is = deliverables[was.deliverable_id()];
    if (is != nullptr && is->mandatory() == was.mandatory()) continue;
    if (!stays.contains(was.deliverable_id())) continue;
    violations.push_back(
        Violation("phase.deliverables",
                  {absl::StrCat(was.deliverable_id(),
                                " kommt aus der Vorlage; es bleibt, so verpflichtend wie es ist"),
                   absl::StrCat(was.deliverable_id(),
                                " comes from the template; it stays, "
                                "as mandatory as it is")}));
  }
  return rpc::InvalidFields(violations);
}
// [/change]

absl::Status CheckOrderKept(const Phase& before, const Phase& after,
                            const std::vector<Phase>& track) {
  if (before.phase_id().empty()) return absl::OkStatus();
  for (const Phase& other : track) {
    if (other.name() == before.name() || other.phase_id().empty()) continue;
    if ((before.position() < other.position()) == (after.position() < other.position())) continue;
    return rpc::InvalidFields({Violation(
        "phase.position",
        {absl::StrCat("würde die Reihenfolge der Vorlage ändern; auf derselben Seite von ",
                      other.name(), " bleiben"),
         absl::StrCat("would change the order of the template; stay on the "
                      "same side of ",
                      other.name())})});
  }
  return absl::OkStatus();
}

const StateMachine& PhaseMachine() {
  static const auto* machine = new StateMachine(
      Phase::State_descriptor(), {
                                     {"PREPARE", Phase::STATE_PLANNED, Phase::STATE_READY},
                                     {"START", Phase::STATE_READY, Phase::STATE_ACTIVE},
                                     {"START", Phase::STATE_REOPENED, Phase::STATE_ACTIVE},
                                     {"ENTER_GATE", Phase::STATE_ACTIVE, Phase::STATE_IN_GATE},
                                     {"LEAVE_GATE", Phase::STATE_IN_GATE, Phase::STATE_ACTIVE},
                                     {"SKIP", Phase::STATE_PLANNED, Phase::STATE_SKIPPED},
                                     {"SKIP", Phase::STATE_READY, Phase::STATE_SKIPPED},
                                     {"REOPEN", Phase::STATE_COMPLETED, Phase::STATE_REOPENED},
                                     {"REOPEN", Phase::STATE_SKIPPED, Phase::STATE_REOPENED},
                                     {"PASS", Phase::STATE_IN_GATE, Phase::STATE_COMPLETED},
                                     {"FAIL", Phase::STATE_IN_GATE, Phase::STATE_ACTIVE},
                                     {"WAIVE", Phase::STATE_IN_GATE, Phase::STATE_COMPLETED},
                                 });
  return *machine;
}

bool IsFinal(const Phase& phase) {
  return phase.state() == Phase::STATE_COMPLETED || phase.state() == Phase::STATE_SKIPPED;
}

bool IsOverdue(const v1alpha::Engagement& engagement, const Phase& phase,
               const google::type::Date& today) {
  return !IsOver(engagement) && !IsFinal(phase) && phase.has_planned_end_date() &&
         types::ToCivil(phase.planned_end_date()) < types::ToCivil(today);
}

v1alpha::PhaseMatrixCell CellOf(const v1alpha::Engagement& engagement, const Phase& phase,
                                const google::type::Date& today) {
  v1alpha::PhaseMatrixCell cell;
  cell.set_phase(phase.name());
  cell.set_phase_id(phase.phase_id());
  *cell.mutable_title() = phase.title();
  cell.set_state(phase.state());
  if (phase.has_planned_start_date()) {
    *cell.mutable_planned_start_date() = phase.planned_start_date();
  }
  if (phase.has_planned_end_date()) *cell.mutable_planned_end_date() = phase.planned_end_date();
  if (phase.has_start_date()) *cell.mutable_start_date() = phase.start_date();
  if (phase.has_complete_date()) *cell.mutable_complete_date() = phase.complete_date();
  cell.set_overdue(IsOverdue(engagement, phase, today));
  cell.set_stale(phase.stale());
  if (!phase.verdicts().empty()) {
    cell.set_last_verdict(phase.verdicts(phase.verdicts_size() - 1).verdict());
  }
  return cell;
}

// [move]
absl::Status MovePhase(v1alpha::PhaseStep step, absl::string_view reason,
                       const google::type::Date& today, const std::vector<Phase>& track,
                       Phase* phase) {
  const absl::string_view name = absl::StripPrefix(v1alpha::PhaseStep_Name(step), "PHASE_STEP_");
  if (absl::Status s = TakeStep(PhaseMachine(), name, phase); !s.ok()) return s;
  switch (step) {
    case v1alpha::PHASE_STEP_PREPARE:
      if (!absl::StripAsciiWhitespace(reason).empty()) return absl::OkStatus();
      return rpc::Preconditions(type::v1alpha::ERROR_REASON_PHASE_ORDER, OpenBefore(*phase, track));
    case v1alpha::PHASE_STEP_START:
      if (!phase->has_start_date()) *phase->mutable_start_date() = today;
      return absl::OkStatus();
    case v1alpha::PHASE_STEP_SKIP:
      if (!phase->skippable()) {
        return rpc::Precondition(type::v1alpha::ERROR_REASON_WRONG_STATE, phase->name(),
                                 {"kann nicht übersprungen werden: die Vorlage erlaubt es nicht; "
                                  "ihren Prüfpunkt bestehen",
                                  "cannot be skipped: its template does not allow it; pass its "
                                  "gate"});
      }
      return NeedReason(
          reason, {"sagen, warum die Phase übersprungen wird", "say why the phase is skipped"});
    case v1alpha::PHASE_STEP_REOPEN:
      phase->clear_complete_date();
      return NeedReason(reason, {"sagen, warum die Phase wieder geöffnet wird",
                                 "say why the phase is opened again"});
    default:
      return absl::OkStatus();
  }
}
// [/move]

std::vector<Phase> MarkStaleBehind(const Phase& reopened, const std::vector<Phase>& track) {
  std::vector<Phase> stale;
  for (const Phase& phase : track) {
    const bool worked_on =
        phase.state() != Phase::STATE_PLANNED && phase.state() != Phase::STATE_SKIPPED;
    if (phase.position() <= reopened.position() || !worked_on || phase.stale()) continue;
    stale.push_back(phase);
    stale.back().set_stale(true);
  }
  return stale;
}

absl::Status SplitPhase(const v1alpha::SplitPhaseRequest& request, const std::vector<Phase>& track,
                        Phase* phase, Phase* second) {
  if (IsFinal(*phase)) {
    return rpc::Precondition(type::v1alpha::ERROR_REASON_WRONG_STATE, phase->name(),
                             {absl::StrCat("ist ", PhaseMachine().NameOf(phase->state()),
                                           "; geteilt wird nur, was nicht vorbei ist; sie zuerst "
                                           "wieder öffnen"),
                              absl::StrCat("is ", PhaseMachine().NameOf(phase->state()),
                                           "; only a phase that is not over can be split; open it "
                                           "again first")});
  }
  rpc::FieldViolations violations;
  types::CheckId("new_phase_id", request.new_phase_id(), &violations);
  types::CheckText("new_title", request.new_title(), &violations);
  second->set_name(
      absl::StrCat(schema::ParentOf(phase->name()), "/phases/", request.new_phase_id()));
  *second->mutable_title() = request.new_title();
  second->set_position(PositionBehind(*phase, track));
  if (second->position() == 0) {
    violations.push_back(Violation(
        "name",
        {"zwischen der Phase und der nächsten ist keine Position frei; eine der beiden verschieben",
         "there is no position between the phase and the next; move one"}));
  }
  second->set_state(Phase::STATE_PLANNED);
  second->set_split_from(phase->name());
  // What came from the template stays so, or a gate could be emptied by splitting it.
  second->set_phase_id(phase->phase_id());
  second->set_skippable(phase->skippable());
  second->set_waivable(phase->waivable());
  second->set_serves(phase->serves());
  if (phase->has_decided_by()) *second->mutable_decided_by() = phase->decided_by();
  if (phase->has_planned_end_date()) {
    *second->mutable_planned_end_date() = phase->planned_end_date();
  }
  MoveElements(
      request.criterion_ids(), "criterion_ids",
      [](const v1alpha::GateCriterion& c) { return c.criterion_id(); }, phase->mutable_criteria(),
      second->mutable_criteria(), &violations);
  MoveElements(
      request.deliverable_ids(), "deliverable_ids",
      [](const v1alpha::GateDeliverable& d) { return d.deliverable_id(); },
      phase->mutable_deliverables(), second->mutable_deliverables(), &violations);
  return rpc::InvalidFields(violations);
}

}  // namespace lotse::engagement
