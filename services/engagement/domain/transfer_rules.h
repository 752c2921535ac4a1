#pragma once

#include "lotse/engagement/v1alpha/export_job.pb.h"
#include "lotse/engagement/v1alpha/import_job.pb.h"
#include "runtime/rpc/field_violation.h"

// What holds for exports and imports by themselves. They have their names by then.
namespace lotse::engagement {

// Whether a job with this state goes on no more.
bool HasEnded(v1alpha::TransferState state);

rpc::FieldViolations CheckExportJob(const v1alpha::ExportJob& job);
rpc::FieldViolations CheckImportJob(const v1alpha::ImportJob& job);

}  // namespace lotse::engagement
