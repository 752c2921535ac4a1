#include "services/engagement/domain/measure_rules.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/content_final.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using v1alpha::Goal;
using v1alpha::Measure;

namespace {

constexpr size_t kMostReasonBytes = 1000;

}  // namespace

rpc::FieldViolations CheckServedGoals(const Measure& measure, const std::vector<Goal>& goals) {
  rpc::FieldViolations violations;
  for (int i = 0; i < measure.goals_size(); ++i) {
    for (const Goal& goal : goals) {
      if (goal.name() != measure.goals(i).goal() || goal.level() == Goal::LEVEL_ACTION) continue;
      violations.push_back(
          Violation(absl::StrCat("measure.goals[", i, "].goal"),
                    {absl::StrCat("ist ", Goal::Level_Name(goal.level()),
                                  "; Maßnahmen dienen Handlungszielen: eines davon angeben"),
                     absl::StrCat("is ", Goal::Level_Name(goal.level()),
                                  "; measures serve action goals: give one of those")}));
    }
  }
  return violations;
}

const StateMachine& MeasureMachine() {
  static const auto* const machine =
      new StateMachine(Measure::State_descriptor(),
                       {{"PLAN", Measure::STATE_IDEA, Measure::STATE_PLANNED},
                        {"APPROVE", Measure::STATE_PLANNED, Measure::STATE_APPROVED},
                        {"START", Measure::STATE_APPROVED, Measure::STATE_IN_PROGRESS},
                        {"BLOCK", Measure::STATE_IN_PROGRESS, Measure::STATE_BLOCKED},
                        {"HOLD", Measure::STATE_IN_PROGRESS, Measure::STATE_ON_HOLD},
                        {"RESUME", Measure::STATE_BLOCKED, Measure::STATE_IN_PROGRESS},
                        {"RESUME", Measure::STATE_ON_HOLD, Measure::STATE_IN_PROGRESS},
                        {"FINISH", Measure::STATE_IN_PROGRESS, Measure::STATE_DONE},
                        {"VERIFY", Measure::STATE_DONE, Measure::STATE_VERIFIED},
                        {"SUSTAIN", Measure::STATE_VERIFIED, Measure::STATE_SUSTAINED},
                        {"REVISE", Measure::STATE_APPROVED, Measure::STATE_PLANNED},
                        {"REVISE", Measure::STATE_IN_PROGRESS, Measure::STATE_PLANNED},
                        {"REVISE", Measure::STATE_BLOCKED, Measure::STATE_PLANNED},
                        {"REVISE", Measure::STATE_ON_HOLD, Measure::STATE_PLANNED},
                        {"CANCEL", Measure::STATE_IDEA, Measure::STATE_CANCELLED},
                        {"CANCEL", Measure::STATE_PLANNED, Measure::STATE_CANCELLED},
                        {"CANCEL", Measure::STATE_APPROVED, Measure::STATE_CANCELLED},
                        {"CANCEL", Measure::STATE_IN_PROGRESS, Measure::STATE_CANCELLED},
                        {"CANCEL", Measure::STATE_BLOCKED, Measure::STATE_CANCELLED},
                        {"CANCEL", Measure::STATE_ON_HOLD, Measure::STATE_CANCELLED}});
  return *machine;
}

absl::Status CheckApprovable(const Measure& measure, const std::vector<Goal>& goals) {
  std::vector<rpc::Obstacle> obstacles;
  const auto need = [&](bool there, absl::string_view field, const rpc::Wording& description) {
    if (there) return;
    obstacles.push_back({absl::StrCat(measure.name(), "#", field), description});
  };
  need(goals.empty() || absl::c_any_of(goals, &IsAdopted), "goals",
       {"dient keinem beschlossenen Ziel; eines davon beschließen, oder ein anderes zuordnen",
        "serves no goal that is adopted; adopt one of them, or link another"});
  need(!goals.empty(), "goals",
       {"dient keinem Handlungsziel; ein beschlossenes zuordnen",
        "serves no action goal; link one that is adopted"});
  need(!measure.accountable_unit().empty(), "accountable_unit",
       {"hat keine Stelle, die sie verantwortet; eine angeben",
        "has no unit that answers for it; give one"});
  need(measure.has_due_date(), "due_date",
       {"hat keinen letzten Tag; einen angeben", "has no last day; give one"});
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_MEASURE_INCOMPLETE, obstacles);
}

bool IsRunning(const Measure& measure) {
  switch (measure.state()) {
    case Measure::STATE_APPROVED:
    case Measure::STATE_IN_PROGRESS:
    case Measure::STATE_BLOCKED:
    case Measure::STATE_ON_HOLD:
      return true;
    default:
      return false;
  }
}

bool IsOver(const Measure& measure) {
  switch (measure.state()) {
    case Measure::STATE_DONE:
    case Measure::STATE_VERIFIED:
    case Measure::STATE_SUSTAINED:
    case Measure::STATE_CANCELLED:
      return true;
    default:
      return false;
  }
}

rpc::FieldViolations CheckMeasureMove(const Measure& measure,
                                      const v1alpha::MoveMeasureRequest& request) {
  rpc::FieldViolations violations;
  const std::string step = StepName(request.step());
  CheckStepIsOneOf({"START", "BLOCK", "HOLD", "RESUME", "FINISH"}, step, &violations);
  const bool blocked = absl::c_any_of(measure.blockers(),
                                      [](const auto& blocker) { return !blocker.has_to_date(); });
  if (step == "BLOCK" && !blocked) {
    CheckReasonGiven(request.reason(),
                     {"sagen, was die Maßnahme aufhält, oder ein offenes Hemmnis hinzufügen",
                      "say what blocks the measure, or add an open blocker to it"},
                     &violations);
  }
  if (!request.has_progress_percent()) return violations;
  const int progress = request.progress_percent();
  if (progress < 0 || progress > 100) {
    violations.push_back(Violation(
        "progress_percent",
        {"nicht von 0 bis 100; eine Zahl davon angeben", "not from 0 to 100; give one of them"}));
  } else if (step == "FINISH" && progress != 100) {
    violations.push_back(
        Violation("progress_percent", {"was beendet ist, steht bei 100; das angeben, oder nichts",
                                       "what is done is at 100; give that or nothing"}));
  }
  return violations;
}

rpc::FieldViolations CheckMeasureDecision(const v1alpha::DecideMeasureRequest& request) {
  rpc::FieldViolations violations;
  const std::string step = StepName(request.step());
  CheckStepIsOneOf({"PLAN", "APPROVE", "REVISE", "VERIFY", "SUSTAIN", "CANCEL"}, step, &violations);
  if (step == "REVISE") {
    CheckReasonGiven(request.reason(),
                     {"sagen, warum die Maßnahme nicht bleibt, wie sie ist",
                      "say why the measure does not stay as it is"},
                     &violations);
  }
  if (step == "CANCEL") {
    CheckReasonGiven(
        request.reason(),
        {"sagen, warum die Maßnahme aufgegeben wird", "say why the measure is given up"},
        &violations);
  }
  CheckBytes("override_reason", request.override_reason(), kMostReasonBytes, &violations);
  if (step != "APPROVE" && !request.override_reason().empty()) {
    violations.push_back(Violation("override_reason", {"gehört zu APPROVE; leer lassen",
                                                       "belongs to APPROVE; leave it empty"}));
  }
  return violations;
}

absl::Status MoveMeasure(const v1alpha::MoveMeasureRequest& request,
                         const google::type::Date& today, Measure* measure) {
  const std::string step = StepName(request.step());
  if (absl::Status s = TakeStep(MeasureMachine(), step, measure); !s.ok()) return s;
  if (request.has_progress_percent()) measure->set_progress_percent(request.progress_percent());
  if (step == "FINISH") {
    measure->set_progress_percent(100);
    *measure->mutable_finish_date() = today;
  }
  return absl::OkStatus();
}

absl::Status DecideMeasure(const v1alpha::DecideMeasureRequest& request, Measure* measure) {
  const std::string step = StepName(request.step());
  if (absl::Status s = TakeStep(MeasureMachine(), step, measure); !s.ok()) return s;
  if (step == "APPROVE") measure->set_stale(false);
  return absl::OkStatus();
}

absl::Status CheckMeasureChange(const Measure& before, const Measure& after) {
  const std::string state = MeasureMachine().NameOf(before.state());
  if (IsRunning(before)) {
    return CheckContentFinal(
        before, after,
        {"blockers", "content_field", "content_level", "description", "external_ids", "indicators",
         "progress_percent", "responsibilities", "suggestion"},
        {absl::StrCat("ist ", state,
                      ", und was freigegeben wurde, bleibt; zuerst den Schritt REVISE tun"),
         absl::StrCat("is ", state,
                      " and what was decided stays; take the step REVISE of DecideMeasure first")});
  }
  if (!IsOver(before)) return absl::OkStatus();
  return CheckContentFinal(
      before, after, {"external_ids", "indicators"},
      {absl::StrCat("ist ", state, " und wird nicht mehr bearbeitet; eine andere planen"),
       absl::StrCat("is ", state, " and not edited any more; plan another measure")});
}

}  // namespace lotse::engagement
