#include "services/engagement/domain/transfer_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/schema/address.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

// The rules that both have; `path` is that of the job in its request.
rpc::FieldViolations CheckForm(const std::string& path, v1alpha::TransferForm form,
                               const std::string& collection) {
  rpc::FieldViolations violations;
  const bool is_table = form == v1alpha::TRANSFER_FORM_CSV;
  if (!is_table && form != v1alpha::TRANSFER_FORM_ENGAGEMENT &&
      form != v1alpha::TRANSFER_FORM_UNSPECIFIED) {
    violations.push_back(Violation(
        path + ".form",
        {"keine bekannte Form; TRANSFER_FORM_ENGAGEMENT oder TRANSFER_FORM_CSV angeben",
         "not a form that is known; give TRANSFER_FORM_ENGAGEMENT or TRANSFER_FORM_CSV"}));
  }
  if (is_table && collection.empty()) {
    violations.push_back(
        Violation(path + ".collection", {"fehlt; sagen, welche Art, zum Beispiel goals",
                                         "missing; say which kind, for example goals"}));
  }
  if (!is_table && !collection.empty()) {
    violations.push_back(Violation(path + ".collection", {"gibt es nur bei Tabellen; weglassen",
                                                          "is said of tables only; leave it out"}));
  }
  return violations;
}

// Whether the job lies below an engagement.
bool IsBelowEngagement(const std::string& name) {
  return schema::OwnerOf(name).find("/engagements/") != absl::string_view::npos;
}

}  // namespace

bool HasEnded(v1alpha::TransferState state) {
  return state != v1alpha::TRANSFER_STATE_WAITING && state != v1alpha::TRANSFER_STATE_RUNNING;
}

rpc::FieldViolations CheckExportJob(const v1alpha::ExportJob& job) {
  rpc::FieldViolations violations = CheckForm("export_job", job.form(), job.collection());
  if (job.form() == v1alpha::TRANSFER_FORM_ENGAGEMENT && !IsBelowEngagement(job.name())) {
    violations.push_back(Violation("export_job.form", {"verlangt eine Begleitung als parent",
                                                       "needs an engagement as parent"}));
  }
  return violations;
}

rpc::FieldViolations CheckImportJob(const v1alpha::ImportJob& job) {
  rpc::FieldViolations violations = CheckForm("import_job", job.form(), job.collection());
  if (job.form() == v1alpha::TRANSFER_FORM_ENGAGEMENT && IsBelowEngagement(job.name())) {
    violations.push_back(
        Violation("import_job.form", {"verlangt das Programm der Begleitung als parent",
                                      "needs the programme of the engagement as parent"}));
  }
  if (!job.source().empty() && schema::ParentOf(job.source()) != schema::ParentOf(job.name())) {
    violations.push_back(Violation(
        "import_job.source", {"liegt woanders; die Datei unterhalb desselben parent hochladen",
                              "lies elsewhere; upload the file below the same parent"}));
  }
  return violations;
}

}  // namespace lotse::engagement
