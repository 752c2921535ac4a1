#include "services/engagement/domain/gate_rules.h"

#include "absl/strings/str_cat.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/phase_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using v1alpha::GateVerdict;
using v1alpha::MissingAtGate;
using v1alpha::Phase;
using v1alpha::PhaseCriterion;

// Limits of phase.proto and phase_service.proto.
constexpr int kMaxVerdicts = 50;
constexpr int kMaxConditions = 30;
constexpr int kMaxResources = 20;

bool IsManual(PhaseCriterion::Check check) {
  return check == PhaseCriterion::CHECK_UNSPECIFIED || check == PhaseCriterion::CHECK_MANUAL;
}

void Describe(const rpc::Wording& text, MissingAtGate* missing) {
  missing->set_description(text.en);
  missing->set_description_de(text.de);
}

// Fills what is missing of a criterion; false if it holds.
bool FindMissing(const v1alpha::GateCriterion& criterion, const GateFacts& facts,
                 MissingAtGate* missing) {
  if (IsManual(criterion.check())) {
    if (criterion.result() == v1alpha::GateCriterion::RESULT_MET) return false;
    Describe({"ist nicht erfüllt; erfüllen und eintragen", "is not met; meet it and say so"},
             missing);
    return true;
  }
  const auto found = facts.find(criterion.check());
  if (found == facts.end() || found->second.empty()) return false;
  const std::vector<rpc::Obstacle>& obstacles = found->second;
  const rpc::Obstacle& first = obstacles[0];
  rpc::Wording text = {
      absl::StrCat("ist nicht erfüllt: ", first.subject, " ", first.description.de),
      absl::StrCat("is not met: ", first.subject, " ", first.description.en)};
  if (obstacles.size() > 1) {
    absl::StrAppend(&text.de, " (und ", obstacles.size() - 1, " weitere)");
    absl::StrAppend(&text.en, " (and ", obstacles.size() - 1, " more)");
  }
  Describe(text, missing);
  for (const rpc::Obstacle& obstacle : obstacles) {
    if (missing->resources_size() == kMaxResources) break;
    missing->add_resources(obstacle.subject);
  }
  return true;
}

rpc::FieldViolations CheckConditions(const v1alpha::DecideGateRequest& request) {
  rpc::FieldViolations violations;
  if (request.verdict() == GateVerdict::VERDICT_UNSPECIFIED ||
      !GateVerdict::Verdict_IsValid(request.verdict())) {
    violations.push_back(Violation(
        "verdict",
        {"fehlt oder ist unbekannt; PASSED, PASSED_WITH_CONDITIONS, FAILED oder WAIVED angeben",
         "missing or unknown; give PASSED, PASSED_WITH_CONDITIONS, FAILED or WAIVED"}));
  }
  const bool with = request.verdict() == GateVerdict::VERDICT_PASSED_WITH_CONDITIONS;
  if (with && request.conditions().empty()) {
    violations.push_back(
        Violation("conditions", {"keine Auflage; angeben, was bis wann noch zu tun ist",
                                 "empty; say what has to be done, and by when"}));
  }
  if (!with && !request.conditions().empty()) {
    violations.push_back(
        Violation("conditions", {"Auflagen gibt es nur bei PASSED_WITH_CONDITIONS; weglassen",
                                 "belong to PASSED_WITH_CONDITIONS only; leave them out"}));
  }
  CheckLimit("conditions", request.conditions_size(), kMaxConditions, &violations);
  std::vector<std::string> ids;
  for (int i = 0; i < request.conditions_size(); ++i) {
    const v1alpha::GateCondition& condition = request.conditions(i);
    const std::string path = absl::StrCat("conditions[", i, "]");
    ids.push_back(condition.action_item_id());
    types::CheckText(path + ".title", condition.title(), &violations);
    types::CheckDate(path + ".due_date", condition.due_date(), &violations);
    CheckFunctionId(path + ".responsible_function", condition.responsible_function(), &violations);
  }
  CheckUniqueIds("conditions", "action_item_id", ids, &violations);
  CheckFunctionId("decided_by_function", request.decided_by_function(), &violations);
  return violations;
}

// Whether the verdict may be given with what is missing.
absl::Status CheckVerdict(const v1alpha::DecideGateRequest& request, const Phase& phase,
                          const std::vector<MissingAtGate>& missing) {
  if (request.verdict() == GateVerdict::VERDICT_PASSED) {
    std::vector<rpc::Obstacle> obstacles;
    for (const MissingAtGate& part : missing) {
      if (!part.mandatory()) continue;
      obstacles.push_back({absl::StrCat(phase.name(), "#", part.id()),
                           {part.description_de(), part.description()}});
    }
    return rpc::Preconditions(type::v1alpha::ERROR_REASON_GATE_BLOCKED, obstacles);
  }
  if (request.verdict() != GateVerdict::VERDICT_WAIVED) return absl::OkStatus();
  if (!phase.waivable()) {
    return rpc::Precondition(type::v1alpha::ERROR_REASON_GATE_BLOCKED, phase.name(),
                             {"hat einen Prüfpunkt, den die Vorlage nicht zu erlassen erlaubt; "
                              "mit Auflagen bestehen",
                              "has a gate that its template does not allow to be waived; pass it "
                              "with conditions"});
  }
  rpc::FieldViolations violations;
  CheckReasonGiven(request.reason(),
                   {"sagen, warum der Prüfpunkt erlassen wird", "say why the gate is waived"},
                   &violations);
  return rpc::InvalidFields(violations);
}

absl::string_view StepOf(GateVerdict::Verdict verdict) {
  switch (verdict) {
    case GateVerdict::VERDICT_FAILED:
      return "FAIL";
    case GateVerdict::VERDICT_WAIVED:
      return "WAIVE";
    default:
      return "PASS";
  }
}

v1alpha::ActionItem ItemOf(const v1alpha::GateCondition& condition, const Phase& phase) {
  v1alpha::ActionItem item;
  item.set_name(
      absl::StrCat(schema::OwnerOf(phase.name()), "/actionItems/", condition.action_item_id()));
  *item.mutable_title() = condition.title();
  item.set_state(v1alpha::ActionItem::STATE_OPEN);
  *item.mutable_due_date() = condition.due_date();
  item.set_responsible_unit(condition.responsible_unit());
  item.set_responsible_function(condition.responsible_function());
  item.set_phase(phase.name());
  return item;
}

}  // namespace

// [missing]
std::vector<MissingAtGate> MissingAt(const Phase& phase, const GateFacts& facts) {
  std::vector<MissingAtGate> missing;
  for (const v1alpha::GateCriterion& criterion : phase.criteria()) {
    MissingAtGate part;
    if (!FindMissing(criterion, facts, &part)) continue;
    part.set_id(criterion.criterion_id());
    part.set_mandatory(criterion.mandatory());
    missing.push_back(std::move(part));
  }
  for (const v1alpha::GateDeliverable& deliverable : phase.deliverables()) {
    if (deliverable.state() == v1alpha::GateDeliverable::STATE_APPROVED) continue;
    MissingAtGate part;
    part.set_id(deliverable.deliverable_id());
    part.set_mandatory(deliverable.mandatory());
    Describe({"ist nicht abgenommen; liefern und abnehmen",
              "is not approved; deliver it and approve it"},
             &part);
    missing.push_back(std::move(part));
  }
  return missing;
}
// [/missing]

absl::Status DecideGate(const v1alpha::DecideGateRequest& request, const GateFacts& facts,
                        const google::type::Date& today, Phase* phase,
                        std::vector<v1alpha::ActionItem>* action_items) {
  if (absl::Status s = rpc::InvalidFields(CheckConditions(request)); !s.ok()) return s;
  if (absl::Status s = TakeStep(PhaseMachine(), StepOf(request.verdict()), phase); !s.ok()) {
    return s;
  }
  if (phase->verdicts_size() == kMaxVerdicts) {
    return rpc::Precondition(type::v1alpha::ERROR_REASON_GATE_BLOCKED, phase->name(),
                             {"hatte 50 Entscheidungen am Prüfpunkt; zum Weitermachen teilen",
                              "had 50 decisions at its gate; split it to go on"});
  }
  const std::vector<MissingAtGate> missing = MissingAt(*phase, facts);
  if (absl::Status s = CheckVerdict(request, *phase, missing); !s.ok()) return s;
  GateVerdict* verdict = phase->add_verdicts();
  verdict->set_verdict(request.verdict());
  *verdict->mutable_date() = today;
  verdict->set_body(request.body());
  verdict->set_decided_by_function(request.decided_by_function());
  verdict->set_reason(request.reason());
  for (const MissingAtGate& part : missing) verdict->add_missing(part.id());
  for (const v1alpha::GateCondition& condition : request.conditions()) {
    action_items->push_back(ItemOf(condition, *phase));
    verdict->add_conditions(action_items->back().name());
  }
  if (IsFinal(*phase)) {
    *phase->mutable_complete_date() = today;
    phase->set_stale(false);
  }
  return absl::OkStatus();
}

}  // namespace lotse::engagement
