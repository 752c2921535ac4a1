#include "services/engagement/domain/phase_template_rules.h"

#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using v1alpha::PhaseCriterion;
using v1alpha::PhaseDeliverable;
using v1alpha::PhaseTemplate;
using v1alpha::PhaseTemplateItem;

constexpr char kPattern[] = "programmes/{programme}/phaseTemplates/{phase_template}";

// Source: phase_template.proto.
constexpr size_t kMaxVersionBytes = 20;
constexpr int kMaxPhases = 20;
constexpr int kMaxPerPhase = 30;
constexpr int kFirstMonth = -12;
constexpr int kLastMonth = 144;

void CheckMonths(const std::string& at, const PhaseTemplateItem& phase,
                 rpc::FieldViolations* violations) {
  const size_t before = violations->size();
  CheckRange(at + ".start_month", phase.start_month(), kFirstMonth, kLastMonth, violations);
  CheckRange(at + ".end_month", phase.end_month(), kFirstMonth, kLastMonth, violations);
  if (violations->size() == before && phase.end_month() < phase.start_month()) {
    violations->push_back(Violation(
        at + ".end_month", {"vor dem start_month; diesen oder einen späteren Monat angeben",
                            "before the start_month; give that or later"}));
  }
}

void CheckPhase(const std::string& at, const PhaseTemplateItem& phase,
                rpc::FieldViolations* violations) {
  types::CheckText(at + ".title", phase.title(), violations);
  CheckMonths(at, phase, violations);
  CheckEnum(at + ".serves", phase, "serves", violations);
  CheckOptionalText(at + ".decided_by", phase.decided_by(), violations);
  CheckElements(
      at + ".criteria", "criterion_id", phase.criteria(), kMaxPerPhase,
      &PhaseCriterion::criterion_id,
      [&](const std::string& path, const PhaseCriterion& criterion) {
        types::CheckText(path + ".title", criterion.title(), violations);
        CheckEnum(path + ".check", criterion, "check", violations);
      },
      violations);
  CheckElements(
      at + ".deliverables", "deliverable_id", phase.deliverables(), kMaxPerPhase,
      &PhaseDeliverable::deliverable_id,
      [&](const std::string& path, const PhaseDeliverable& deliverable) {
        types::CheckText(path + ".title", deliverable.title(), violations);
      },
      violations);
  CheckGateIds(at, phase, violations);
  CheckTexts(at + ".tools", phase.tools(), kMaxPerPhase, violations);
}

void CheckVersion(const PhaseTemplate& phase_template, rpc::FieldViolations* violations) {
  CheckBytes("phase_template.version", phase_template.version(), kMaxVersionBytes, violations);
  const std::string& former = phase_template.supersedes();
  if (former.empty()) return;
  constexpr char kField[] = "phase_template.supersedes";
  if (!CheckNameBeside(kField, kPattern, former, phase_template.name(), violations)) return;
  if (former == phase_template.name()) {
    violations->push_back(Violation(kField, {"ist diese Vorlage selbst; die davor angeben",
                                             "is this template itself; give the one before"}));
  }
}

}  // namespace

const StateMachine& PhaseTemplateMachine() {
  static const StateMachine machine(
      PhaseTemplate::State_descriptor(),
      {{"PUBLISH", PhaseTemplate::STATE_DRAFT, PhaseTemplate::STATE_PUBLISHED},
       {"RETIRE", PhaseTemplate::STATE_PUBLISHED, PhaseTemplate::STATE_RETIRED}});
  return machine;
}

rpc::FieldViolations CheckPhaseTemplate(const PhaseTemplate& phase_template) {
  rpc::FieldViolations violations;
  types::CheckText("phase_template.title", phase_template.title(), &violations);
  CheckVersion(phase_template, &violations);
  if (phase_template.phases().empty()) {
    violations.push_back(Violation("phase_template.phases", {"die Phasen angeben, mindestens eine",
                                                             "give the phases, at least one"}));
  }
  CheckElements(
      "phase_template.phases", "phase_id", phase_template.phases(), kMaxPhases,
      &PhaseTemplateItem::phase_id,
      [&](const std::string& at, const PhaseTemplateItem& phase) {
        CheckPhase(at, phase, &violations);
      },
      &violations);
  types::CheckExternalIds("phase_template.external_ids", phase_template.external_ids(),
                          &violations);
  return violations;
}

}  // namespace lotse::engagement
