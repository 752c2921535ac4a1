#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/import_result.h"

namespace lotse::survey {

// Reads a survey structure as tab-separated values, as LimeSurvey writes it and as people write
// it in a spreadsheet: UTF-8, one row for each setting (`S`, `SL`), group (`G`), question (`Q`),
// subquestion (`SQ`) and answer (`A`), each of which belongs to what stands above it; all rows of
// the base language first, then those of each other. Source: LimeSurvey manual, "Tab Separated
// Value survey structure". INVALID_ARGUMENT with what would be right, and the line where there is
// one, if `content` is no such table, larger than kMaxLimesurveyBytes, or what becomes of it is
// larger than a questionnaire may be.
//
// What becomes of what stands in docs/questionnaires.md. Lines of findings are those of the file.
absl::StatusOr<ImportResult> ReadLimesurveyTsv(absl::string_view content);

}  // namespace lotse::survey
