#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/export_service.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// Bytes that the purpose of an export has. Source: export_service.proto.
inline constexpr std::size_t kMinPurposeBytes = 10;
inline constexpr std::size_t kMaxPurposeBytes = 1000;

// So many responses an anonymous wave has to have, and where texts are wanted too. Source:
// export_service.proto.
inline constexpr std::int64_t kMinExported = 10;
inline constexpr std::int64_t kMinExportedWithTexts = 20;

// What is wrong with the request but for its `name`.
rpc::FieldViolations CheckExport(const v1alpha::ExportResponsesRequest& request);

// TOO_FEW_RESPONSES unless so many responses may leave: of an anonymous wave, which nobody can
// tell apart in a crowd of fewer; of any wave, if there are none.
absl::Status CheckEnoughToExport(const v1alpha::Wave& wave, std::int64_t responses, bool texts);

// What the change log says was done.
inline const char* VerbOfExport(bool texts) {
  return texts ? "EXPORT_RESPONSES_WITH_TEXTS" : "EXPORT_RESPONSES";
}

}  // namespace lotse::survey
