#pragma once

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/import_result.h"

namespace lotse::survey {

// Largest file of LimeSurvey that is read, in bytes: what a message of gRPC may have.
inline constexpr std::size_t kMaxLimesurveyBytes = 4u << 20;

// Reads a survey structure (`.lss`) as LimeSurvey writes it: its tables as XML, with the texts in
// them (up to version 3) or in tables of their own (`…_l10ns`). INVALID_ARGUMENT with what would
// be right, and the line where there is one, if `xml` is not well-formed, no survey structure,
// larger than kMaxLimesurveyBytes, or what becomes of it is larger than a questionnaire may be.
//
// What becomes of what stands in docs/questionnaires.md. Lines of findings are those of the file.
absl::StatusOr<ImportResult> ReadLss(absl::string_view xml);

}  // namespace lotse::survey
