#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/study_exchange_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/study_store.h"

// What lotse-survey does with the files of other programs for qualitative material, as use_cases.h.
namespace lotse::survey {

// Source: study_exchange_service.proto. A file is collected in memory, so that nothing of it is
// stored unless all of it came.
inline constexpr size_t kMaxStudyFileBytes = 32 << 20;
inline constexpr size_t kMaxStudyPieceBytes = 1 << 20;
inline constexpr int kMaxSourcePlaces = 10'000;
inline constexpr int kMaxFileCoders = 100;

// A file of the material of a study.
struct StudyFile {
  std::string file_name;
  std::string media_type;
  // Empty if there is a finding of severity ERROR.
  std::string bytes;
  std::vector<v1alpha::ImportFinding> findings;
};

// What is wrong with the format that is asked for, with the head of an import, and with a message
// of it.
rpc::FieldViolations CheckExportStudy(const v1alpha::ExportStudyRequest& q);
rpc::FieldViolations CheckImportHead(const v1alpha::ImportStudyRequest::Head& head);
rpc::FieldViolations CheckImportMessage(const v1alpha::ImportStudyRequest& q, bool first);

// Makes the file of what the caller sees and reaches of a study.
absl::StatusOr<StudyFile> ExportStudy(resource::Store& store, qualitative::StudyStore& studies,
                                      const OnBehalf& caller, const v1alpha::ExportStudyRequest& q);

// Stores all of a file, or nothing. `head` was checked.
absl::Status ImportStudy(resource::Store& store, qualitative::StudyStore& studies,
                         const OnBehalf& caller, const v1alpha::ImportStudyRequest::Head& head,
                         absl::string_view file, v1alpha::ImportStudyResponse* r);

}  // namespace lotse::survey
