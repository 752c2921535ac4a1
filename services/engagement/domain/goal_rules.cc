#include "services/engagement/domain/goal_rules.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/content_final.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using types::Presence;
using v1alpha::Goal;

namespace {

constexpr int kMostVersions = 20;
constexpr size_t kMostReasonBytes = 1000;

// What belongs to an engagement stays empty in a goal of a programme.
void CheckShared(const Goal& goal, rpc::FieldViolations* violations) {
  const auto empty = [&](absl::string_view field, bool is_empty) {
    if (is_empty) return;
    violations->push_back(
        Violation(absl::StrCat("goal.", field), {"gehört zu einer Begleitung; hier leer lassen",
                                                 "belongs to an engagement; leave it empty here"}));
  };
  empty("needs", goal.needs().empty());
  empty("track", goal.track().empty());
  empty("accountable_unit", goal.accountable_unit().empty());
  empty("shared_goal", goal.shared_goal().empty());
}

absl::Status WrongParent(const Goal& goal, const rpc::Wording& description) {
  return rpc::Precondition(type::v1alpha::ERROR_REASON_GOAL_TREE, goal.name(), description,
                           {{"level", Goal::Level_Name(goal.level())}});
}

}  // namespace

rpc::FieldViolations CheckGoal(const Goal& goal) {
  rpc::FieldViolations violations;
  types::CheckText("goal.title", goal.title(), &violations);
  types::CheckText("goal.description", goal.description(), &violations, Presence::kOptional);
  if (!Goal::Level_IsValid(goal.level())) {
    violations.push_back(Violation(
        "goal.level", {"unbekannt; LEVEL_GUIDING, LEVEL_INTERMEDIATE oder LEVEL_ACTION angeben",
                       "unknown; give LEVEL_GUIDING, LEVEL_INTERMEDIATE or LEVEL_ACTION"}));
  }
  if (IsShared(goal)) {
    CheckShared(goal, &violations);
  } else {
    CheckSiblings("goal.needs", "needs", goal.name(), goal.needs(), 50, &violations);
    CheckSibling("goal.track", "tracks", goal.name(), goal.track(), &violations);
    CheckUnit("goal.accountable_unit", goal.accountable_unit(), &violations);
    // The programme that the engagement belongs to.
    const absl::string_view programme = schema::ParentOf(schema::ParentOf(goal.name()));
    CheckSibling("goal.shared_goal", "goals", absl::StrCat(programme, "/goals/x"),
                 goal.shared_goal(), &violations);
  }
  if (goal.has_due_date()) types::CheckDate("goal.due_date", goal.due_date(), &violations);
  CheckSiblings("goal.indicators", "indicators", goal.name(), goal.indicators(), 20, &violations);
  types::CheckText("goal.success_statement", goal.success_statement(), &violations,
                   Presence::kOptional);
  types::CheckText("goal.feasibility", goal.feasibility(), &violations, Presence::kOptional);
  CheckCodes("goal.target_groups", goal.target_groups(), 30, &violations);
  CheckContentPlace("goal", goal, &violations);
  types::CheckText("goal.no_measure_reason", goal.no_measure_reason(), &violations,
                   Presence::kOptional);
  types::CheckExternalIds("goal.external_ids", goal.external_ids(), &violations);
  return violations;
}

const StateMachine& GoalMachine() {
  static const auto* const machine =
      new StateMachine(Goal::State_descriptor(),
                       {{"PROPOSE", Goal::STATE_DRAFT, Goal::STATE_PROPOSED},
                        {"RETURN", Goal::STATE_PROPOSED, Goal::STATE_DRAFT},
                        {"ADOPT", Goal::STATE_PROPOSED, Goal::STATE_ADOPTED},
                        {"REVISE", Goal::STATE_ADOPTED, Goal::STATE_DRAFT},
                        {"ACHIEVE", Goal::STATE_ADOPTED, Goal::STATE_ACHIEVED},
                        {"PARTLY_ACHIEVE", Goal::STATE_ADOPTED, Goal::STATE_PARTLY_ACHIEVED},
                        {"NOT_ACHIEVE", Goal::STATE_ADOPTED, Goal::STATE_NOT_ACHIEVED},
                        {"WITHDRAW", Goal::STATE_DRAFT, Goal::STATE_WITHDRAWN},
                        {"WITHDRAW", Goal::STATE_PROPOSED, Goal::STATE_WITHDRAWN},
                        {"WITHDRAW", Goal::STATE_ADOPTED, Goal::STATE_WITHDRAWN}});
  return *machine;
}

absl::Status CheckParentName(const Goal& goal) {
  if (goal.parent_goal().empty()) return absl::OkStatus();
  if (goal.level() == Goal::LEVEL_GUIDING) {
    return WrongParent(goal, {"ist ein Leitziel und hat ein Oberziel; keines angeben",
                              "is a guiding goal and has a parent; give it none"});
  }
  const std::string pattern = absl::StrCat(schema::ParentOf(goal.name()), "/goals/{goal}");
  if (types::FitsName(pattern, goal.parent_goal())) return absl::OkStatus();
  return WrongParent(goal, {absl::StrCat("hat ein Oberziel von anderswo; angeben: ", pattern),
                            absl::StrCat("has a parent of another place; give ", pattern)});
}

absl::Status CheckBelow(const Goal& goal, const Goal& parent) {
  const int above = goal.level() - 1;
  if (parent.level() == above) return absl::OkStatus();
  const std::string& is = Goal::Level_Name(parent.level());
  const std::string& wanted = Goal::Level_Name(static_cast<Goal::Level>(above));
  return WrongParent(goal, {absl::StrCat("kann nicht unter ", parent.name(), " liegen, das ", is,
                                         " ist; ein Ziel der Ebene ", wanted, " angeben"),
                            absl::StrCat("cannot lie below ", parent.name(), ", which is ", is,
                                         "; give a goal of ", wanted)});
}

absl::Status CheckHasParent(const Goal& goal) {
  const bool has_all = goal.level() == Goal::LEVEL_GUIDING || !goal.parent_goal().empty();
  if (has_all) return absl::OkStatus();
  return WrongParent(goal, {"hat kein Oberziel; eines der nächsthöheren Ebene angeben",
                            "has no parent; give it a goal of the level above"});
}

rpc::FieldViolations CheckAdoptedBy(const v1alpha::Decision& decision,
                                    const std::vector<std::string>& goals) {
  using v1alpha::Decision;
  const bool adopted = decision.state() == Decision::STATE_ADOPTED ||
                       decision.state() == Decision::STATE_ADOPTED_MODIFIED ||
                       decision.state() == Decision::STATE_IMPLEMENTED;
  if (!adopted) {
    return {
        Violation("decision",
                  {absl::StrCat("ist ", Decision::State_Name(decision.state()),
                                "; einen Beschluss angeben, der gefasst und nicht aufgehoben ist"),
                   absl::StrCat("is ", Decision::State_Name(decision.state()),
                                "; give one that was adopted and is not revoked")})};
  }
  const bool about = absl::c_any_of(goals, [&](const std::string& goal) {
    return absl::c_linear_search(decision.subjects(), goal);
  });
  if (about) return {};
  return {Violation(
      "decision", {"handelt weder von diesem Ziel noch von einem darüber; einen Beschluss über das "
                   "Ziel angeben",
                   "has as subject neither this goal nor one above it; give a decision about it"})};
}

rpc::FieldViolations CheckGoalDecision(const Goal& goal,
                                       const v1alpha::DecideGoalRequest& request) {
  rpc::FieldViolations violations;
  const std::string step = StepName(request.step());
  CheckStepIsOneOf({"ADOPT", "REVISE", "ACHIEVE", "PARTLY_ACHIEVE", "NOT_ACHIEVE", "WITHDRAW"},
                   step, &violations);
  if (step == "REVISE" || step == "WITHDRAW") {
    CheckReasonGiven(request.reason(),
                     {"sagen, warum das Ziel nicht bleibt, wie es ist",
                      "say why the goal does not stay as it is"},
                     &violations);
  }
  CheckBytes("override_reason", request.override_reason(), kMostReasonBytes, &violations);
  if (step != "ADOPT" && !request.decision().empty()) {
    violations.push_back(Violation(
        "decision", {"gehört zu ADOPT; leer lassen", "belongs to ADOPT; leave it empty"}));
  }
  if (step != "ADOPT" && !request.override_reason().empty()) {
    violations.push_back(Violation(
        "override_reason", {"gehört zu ADOPT; leer lassen", "belongs to ADOPT; leave it empty"}));
  }
  CheckSibling("decision", "decisions", goal.name(), request.decision(), &violations);
  return violations;
}

absl::Status DecideGoal(const v1alpha::DecideGoalRequest& request, const google::type::Date& today,
                        Goal* goal) {
  const std::string step = StepName(request.step());
  if (absl::Status s = TakeStep(GoalMachine(), step, goal); !s.ok()) return s;
  if (step == "ADOPT") {
    goal->set_decision(request.decision());
    *goal->mutable_adopt_date() = today;
    goal->set_stale(false);
  }
  if (step == "REVISE") {
    if (goal->earlier_versions_size() >= kMostVersions) {
      return rpc::Precondition(
          type::v1alpha::ERROR_REASON_CONTENT_FINAL, goal->name(),
          {absl::StrCat("wurde ", kMostVersions,
                        "-mal neu gefasst; zurückziehen und ein anderes schreiben"),
           absl::StrCat("was revised ", kMostVersions, " times; withdraw it and write another")});
    }
    v1alpha::GoalVersion* version = goal->add_earlier_versions();
    version->set_version(goal->version());
    *version->mutable_title() = goal->title();
    if (goal->has_due_date()) *version->mutable_due_date() = goal->due_date();
    *version->mutable_adopt_date() = goal->adopt_date();
    version->set_reason(request.reason());
    goal->set_version(goal->version() + 1);
    goal->clear_adopt_date();
    goal->clear_decision();
  }
  return absl::OkStatus();
}

absl::Status CheckGoalChange(const Goal& before, const Goal& after) {
  if (before.state() == Goal::STATE_DRAFT || before.state() == Goal::STATE_PROPOSED) {
    return absl::OkStatus();
  }
  const bool adopted = IsAdopted(before);
  const std::string state = GoalMachine().NameOf(before.state());
  return CheckContentFinal(
      before, after, {"external_ids", "no_measure_reason"},
      {absl::StrCat("ist ", state, " und wird nicht mehr bearbeitet; ",
                    adopted ? "zuerst den Schritt REVISE tun" : "ein anderes Ziel schreiben"),
       absl::StrCat("is ", state, " and not edited any more; ",
                    adopted ? "take the step REVISE of DecideGoal first" : "write another goal")});
}

bool IsAdopted(const Goal& goal) { return goal.state() == Goal::STATE_ADOPTED; }

}  // namespace lotse::engagement
