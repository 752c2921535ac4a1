#include "services/engagement/domain/transfer_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/schema/address.h"

namespace lotse::engagement {
namespace {

// The rules that both have; `path` is that of the job in its request.
rpc::FieldViolations CheckForm(const std::string& path, v1alpha::TransferForm form,
                               const std::string& collection) {
  rpc::FieldViolations violations;
  const bool is_table = form == v1alpha::TRANSFER_FORM_CSV;
  if (!is_table && form != v1alpha::TRANSFER_FORM_ENGAGEMENT &&
      form != v1alpha::TRANSFER_FORM_UNSPECIFIED) {
    violations.push_back({path + ".form", "not a form that is known"});
  }
  if (is_table && collection.empty()) {
    violations.push_back({path + ".collection", "missing; say which kind, for example goals"});
  }
  if (!is_table && !collection.empty()) {
    violations.push_back({path + ".collection", "is said of tables only; leave it out"});
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
    violations.push_back({"export_job.form", "needs an engagement as parent"});
  }
  return violations;
}

rpc::FieldViolations CheckImportJob(const v1alpha::ImportJob& job) {
  rpc::FieldViolations violations = CheckForm("import_job", job.form(), job.collection());
  if (job.form() == v1alpha::TRANSFER_FORM_ENGAGEMENT && IsBelowEngagement(job.name())) {
    violations.push_back({"import_job.form", "needs the programme of the engagement as parent"});
  }
  if (!job.source().empty() && schema::ParentOf(job.source()) != schema::ParentOf(job.name())) {
    violations.push_back(
        {"import_job.source", "lies elsewhere; upload the file below the same parent"});
  }
  return violations;
}

}  // namespace lotse::engagement
