#include "services/engagement/domain/finding_rules.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/content_final.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using types::Presence;
using v1alpha::Finding;

namespace {

// Whether a name leads to who said something in a qualitative study of lotse-survey: that of a
// text, or of a coding or memo, which lie on a part of one.
bool LeadsToWhoSaidIt(absl::string_view name) {
  if (!absl::StrContains(name, "/studies/")) return false;
  for (const char* const part : {"/texts/", "/codings/", "/memos/"}) {
    if (absl::StrContains(name, part)) return true;
  }
  return false;
}

void CheckEvidence(const Finding& finding, rpc::FieldViolations* violations) {
  CheckLimit("finding.evidence", finding.evidence_size(), 30, violations);
  for (int i = 0; i < finding.evidence_size(); ++i) {
    const v1alpha::Evidence& evidence = finding.evidence(i);
    const std::string path = absl::StrCat("finding.evidence[", i, "]");
    if (!evidence.has_source() && !evidence.has_note()) {
      violations->push_back(Violation(path, {"ist leer; eine Quelle oder eine Notiz angeben",
                                             "empty; give a source or a note"}));
    }
    if (evidence.has_source() && evidence.source().revision() < 1) {
      violations->push_back(Violation(absl::StrCat(path, ".source.revision"),
                                      {"fehlt; die Fassung angeben, die angesehen wurde, ab 1",
                                       "missing; give the revision that was looked at, from 1"}));
    }
    if (LeadsToWhoSaidIt(evidence.source().name())) {
      violations->push_back(Violation(
          absl::StrCat(path, ".source.name"),
          {"ist ein Text, oder liegt auf einem, und führt zu denen, die sprachen; den Fall "
           "oder die Freigabe angeben",
           "is a text, or lies on one, and leads to who said it; give its case, or a "
           "release"}));
    }
    types::CheckText(absl::StrCat(path, ".note"), evidence.note(), violations, Presence::kOptional);
  }
}

}  // namespace

rpc::FieldViolations CheckFinding(const Finding& finding) {
  rpc::FieldViolations violations;
  types::CheckText("finding.title", finding.title(), &violations);
  types::CheckText("finding.statement", finding.statement(), &violations, Presence::kOptional);
  if (!Finding::Kind_IsValid(finding.kind())) {
    violations.push_back(
        Violation("finding.kind", {"unbekannt; KIND_POTENTIAL oder KIND_NEED angeben",
                                   "unknown; give KIND_POTENTIAL or KIND_NEED"}));
  }
  CheckEvidence(finding, &violations);
  CheckContentPlace("finding", finding, &violations);
  CheckCodes("finding.task_areas", finding.task_areas(), 30, &violations);
  CheckCodes("finding.signals", finding.signals(), 30, &violations);
  CheckUnits("finding.org_units", finding.org_units(), 50, &violations);
  CheckSibling("finding.track", "tracks", finding.name(), finding.track(), &violations);
  types::CheckExternalIds("finding.external_ids", finding.external_ids(), &violations);
  return violations;
}

const StateMachine& FindingMachine() {
  static const auto* const machine = new StateMachine(
      Finding::State_descriptor(), {{"VALIDATE", Finding::STATE_DRAFT, Finding::STATE_VALIDATED},
                                    {"REJECT", Finding::STATE_DRAFT, Finding::STATE_REJECTED},
                                    {"REOPEN", Finding::STATE_VALIDATED, Finding::STATE_DRAFT},
                                    {"REOPEN", Finding::STATE_REJECTED, Finding::STATE_DRAFT}});
  return *machine;
}

rpc::FieldViolations CheckFindingStep(const Finding& finding,
                                      const v1alpha::DecideFindingRequest& request) {
  rpc::FieldViolations violations;
  const std::string step = StepName(request.step());
  CheckStepIsOneOf({"VALIDATE", "REJECT", "REOPEN"}, step, &violations);
  if (step == "VALIDATE" && finding.evidence().empty()) {
    violations.push_back(
        Violation("step", {"der Befund hat keinen Beleg; vor VALIDATE einen hinzufügen",
                           "the finding has no evidence; add some before VALIDATE"}));
  }
  if (step == "REOPEN") {
    CheckReasonGiven(request.reason(),
                     {"sagen, warum der Befund noch einmal angesehen wird",
                      "say why the finding is looked at again"},
                     &violations);
  }
  return violations;
}

absl::Status CheckFindingChange(const Finding& before, const Finding& after) {
  if (before.state() == Finding::STATE_DRAFT) return absl::OkStatus();
  return CheckContentFinal(before, after, {"external_ids"},
                           {absl::StrCat("ist ", FindingMachine().NameOf(before.state()),
                                         " und wird nicht mehr bearbeitet; zuerst REOPEN"),
                            absl::StrCat("is ", FindingMachine().NameOf(before.state()),
                                         " and not edited any more; REOPEN it first")});
}

}  // namespace lotse::engagement
