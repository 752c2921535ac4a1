#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "lotse/engagement/v1alpha/export_job.pb.h"
#include "runtime/resource/tx.h"

namespace lotse::engagement {

// What an export makes.
struct ExportFile {
  std::string content;
  std::string file_name;
  std::string media_type;
  int64_t row_count = 0;
  int64_t left_out_count = 0;
};

// Makes the file of `job`, with what the view of the transaction, a read, shows. `actor` is
// named in it. RESOURCE_NOT_FOUND (the engagement), BLOB_REFUSED (larger than a file may be).
absl::StatusOr<ExportFile> MakeExportFile(resource::Tx& tx, const v1alpha::ExportJob& job,
                                          const std::string& actor);

}  // namespace lotse::engagement
