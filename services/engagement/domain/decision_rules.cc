#include "services/engagement/domain/decision_rules.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/schema/address.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/content_final.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using rpc::FieldViolations;
using v1alpha::Decision;
using v1alpha::DecisionStep;

constexpr int kMostSubjects = 50;

// What a decision may be about, below its engagement.
constexpr const char* kSubjects[] = {
    "programmes/{programme}/engagements/{engagement}/agreements/{agreement}",
    "programmes/{programme}/engagements/{engagement}/goals/{goal}",
    "programmes/{programme}/engagements/{engagement}/measures/{measure}",
    "programmes/{programme}/engagements/{engagement}/tracks/{track}/phases/{phase}",
};

bool CanBeDecided(absl::string_view name) {
  for (const char* pattern : kSubjects) {
    if (types::FitsName(pattern, name)) return true;
  }
  return false;
}

void CheckSubjects(const Decision& decision, FieldViolations* violations) {
  CheckLimit("decision.subjects", decision.subjects_size(), kMostSubjects, violations);
  if (decision.subjects_size() > kMostSubjects) return;
  const std::string engagement(schema::ParentOf(decision.name()));
  std::set<absl::string_view> seen;
  for (int i = 0; i < decision.subjects_size(); ++i) {
    const std::string& subject = decision.subjects(i);
    const std::string at = absl::StrCat("decision.subjects[", i, "]");
    if (!CanBeDecided(subject) || !absl::StartsWith(subject, engagement + "/")) {
      violations->push_back(Violation(
          at,
          {"ein Ziel, eine Maßnahme, eine Phase oder eine Vereinbarung dieser Begleitung angeben",
           "give a goal, measure, phase or agreement of this engagement"}));
    } else if (!seen.insert(subject).second) {
      violations->push_back(Violation(
          at, {"ist doppelt; jeden Namen nur einmal angeben", "given twice; give each name once"}));
    }
  }
}

bool HasModification(const v1alpha::MoveDecisionRequest& request) {
  return !request.modification().variants().empty();
}

}  // namespace

const StateMachine& DecisionMachine() {
  using D = Decision;
  static const StateMachine machine(
      D::State_descriptor(), {{"ADOPT", D::STATE_PROPOSED, D::STATE_ADOPTED},
                              {"ADOPT", D::STATE_DEFERRED, D::STATE_ADOPTED},
                              {"ADOPT_MODIFIED", D::STATE_PROPOSED, D::STATE_ADOPTED_MODIFIED},
                              {"ADOPT_MODIFIED", D::STATE_DEFERRED, D::STATE_ADOPTED_MODIFIED},
                              {"DEFER", D::STATE_PROPOSED, D::STATE_DEFERRED},
                              {"REJECT", D::STATE_PROPOSED, D::STATE_REJECTED},
                              {"REJECT", D::STATE_DEFERRED, D::STATE_REJECTED},
                              {"IMPLEMENT", D::STATE_ADOPTED, D::STATE_IMPLEMENTED},
                              {"IMPLEMENT", D::STATE_ADOPTED_MODIFIED, D::STATE_IMPLEMENTED},
                              {"REVOKE", D::STATE_ADOPTED, D::STATE_REVOKED},
                              {"REVOKE", D::STATE_ADOPTED_MODIFIED, D::STATE_REVOKED},
                              {"REVOKE", D::STATE_IMPLEMENTED, D::STATE_REVOKED}});
  return machine;
}

FieldViolations CheckDecision(const Decision& decision) {
  FieldViolations violations;
  const absl::string_view engagement = schema::ParentOf(decision.name());
  types::CheckText("decision.title", decision.title(), &violations);
  types::CheckText("decision.text", decision.text(), &violations);
  if (!decision.body().empty() && schema::ParentOf(decision.body()) != engagement) {
    violations.push_back(Violation("decision.body", {"ein Gremium dieser Begleitung angeben",
                                                     "give a body of this engagement"}));
  }
  if (decision.replaces() == decision.name()) {
    violations.push_back(Violation(
        "decision.replaces", {"ein Beschluss ersetzt nicht sich selbst; einen anderen angeben",
                              "a decision does not replace itself; give another"}));
  } else if (!decision.replaces().empty() && schema::ParentOf(decision.replaces()) != engagement) {
    violations.push_back(Violation(
        "decision.replaces",
        {"einen Beschluss dieser Begleitung angeben", "give a decision of this engagement"}));
  }
  CheckSubjects(decision, &violations);
  types::CheckExternalIds("decision.external_ids", decision.external_ids(), &violations);
  return violations;
}

bool Adopts(DecisionStep step) {
  return step == v1alpha::DECISION_STEP_ADOPT || step == v1alpha::DECISION_STEP_ADOPT_MODIFIED;
}

FieldViolations CheckDecisionStep(const v1alpha::MoveDecisionRequest& request) {
  FieldViolations violations;
  const DecisionStep step = request.step();
  CheckEnum("step", request, "step", &violations, Zero::kMissing);
  if (step == v1alpha::DECISION_STEP_REVOKE && request.reason().empty()) {
    violations.push_back(
        Violation("reason", {"fehlt; was beschlossen ist, wird nur mit einer Begründung aufgehoben",
                             "missing; what was decided is taken back with a reason only"}));
  }
  if (step == v1alpha::DECISION_STEP_ADOPT_MODIFIED) {
    types::CheckText("modification", request.modification(), &violations);
  } else if (HasModification(request)) {
    violations.push_back(
        Violation("modification", {"gibt es nur bei ADOPT_MODIFIED; leer lassen",
                                   "only ADOPT_MODIFIED has one; leave it empty"}));
  }
  return violations;
}

absl::Status TakeDecisionStep(const v1alpha::MoveDecisionRequest& request,
                              const google::type::Date& today, Decision* decision) {
  const DecisionStep step = request.step();
  const std::string name = v1alpha::DecisionStep_Name(step);
  if (absl::Status s =
          TakeStep(DecisionMachine(), absl::StripPrefix(name, "DECISION_STEP_"), decision);
      !s.ok()) {
    return s;
  }
  if (Adopts(step) || step == v1alpha::DECISION_STEP_REJECT) {
    *decision->mutable_decide_date() = today;
  }
  if (HasModification(request)) *decision->mutable_modification() = request.modification();
  return absl::OkStatus();
}

absl::Status CheckUndecided(const Decision& decision) {
  if (decision.state() == Decision::STATE_PROPOSED ||
      decision.state() == Decision::STATE_DEFERRED) {
    return absl::OkStatus();
  }
  return ContentIsFinal(decision.name(), DecisionMachine().NameOf(decision.state()),
                        {"aufheben, oder einen anderen vorschlagen, der ihn ersetzt",
                         "revoke it, or propose another that replaces it"});
}

}  // namespace lotse::engagement
