// What holds for reports and templates beyond the annotations of their protos.
#include <optional>

#include "runtime/rpc/error.h"
#include "services/reporting/app/use_cases.h"
#include "services/reporting/app/version_store.h"
#include "services/reporting/document/usual/usual_templates.h"
#include "services/reporting/domain/report_rules.h"
#include "services/reporting/domain/template_rules.h"
#include "services/reporting/domain/version_rules.h"

namespace lotse::reporting {
namespace {

using resource::RulesOf;
using v1alpha::Report;
using v1alpha::ReportTemplate;
using v1alpha::ReportVersion;

// That the template is there, is not deleted, and that the caller may know of it, is looked for
// where references are; nothing is said of it before.
absl::Status CheckTemplate(Tx& tx, const Report& report) {
  if (report.template_().empty()) {
    return rpc::InvalidFields(CheckTextsOf(report, SectionIdsOf(UsualTemplate(report.kind()))));
  }
  if (!tx.view().Knows(report.template_())) return absl::OkStatus();
  ReportTemplate report_template;
  const absl::Status loaded = tx.Load(report.template_(), &report_template);
  if (absl::IsNotFound(loaded)) return absl::OkStatus();
  if (!loaded.ok()) return loaded;
  if (absl::Status s = rpc::InvalidFields(CheckTemplateOf(report, report_template)); !s.ok()) {
    return s;
  }
  return rpc::InvalidFields(CheckTextsOf(report, SectionIdsOf(report_template)));
}

absl::Status RemoveReport(Tx& tx, const Report& report) {
  std::optional<ReportVersion> latest;
  absl::Status s = LoadLatest(tx, report, &latest);
  if (!s.ok()) return s;
  return CheckCanBeDeleted(report, latest.has_value() ? &*latest : nullptr);
}

RulesOf<Report> ReportRules() {
  RulesOf<Report> rules;
  rules.check = &CheckReport;
  rules.create = [](Tx& tx, Report* report) { return CheckTemplate(tx, *report); };
  rules.update = [](Tx& tx, const Report&, Report* after) { return CheckTemplate(tx, *after); };
  rules.remove = &RemoveReport;
  return rules;
}

RulesOf<ReportTemplate> TemplateRules() {
  RulesOf<ReportTemplate> rules;
  rules.check = &CheckReportTemplate;
  return rules;
}

}  // namespace

void AddRules(resource::Standard* standard) {
  standard->Add(ReportRules());
  standard->Add(TemplateRules());
}

absl::Status GetUsualReportTemplate(Tx&, const v1alpha::GetUsualReportTemplateRequest& q,
                                    ReportTemplate* r) {
  if (q.kind() == Report::KIND_UNSPECIFIED || !Report::Kind_IsValid(q.kind())) {
    return rpc::InvalidFields({{"kind", "missing or unknown; give STOCK_TAKING, PROGRESS or FINAL",
                                "fehlt oder ist unbekannt; STOCK_TAKING, PROGRESS oder FINAL "
                                "angeben"}});
  }
  *r = UsualTemplate(q.kind());
  return absl::OkStatus();
}

}  // namespace lotse::reporting
