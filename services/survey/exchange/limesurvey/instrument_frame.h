#pragma once

#include "absl/status/statusor.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/import_result.h"
#include "services/survey/exchange/limesurvey/survey_source.h"

namespace lotse::survey::limesurvey {

// Makes the questionnaire of a survey, whichever file it was read from. What was found while
// reading is in `findings`, and what is found here is added. INVALID_ARGUMENT, with what would be
// right, if it has more sections or questions than a questionnaire may have, or would become
// larger than kMaxInstrumentBytes.
absl::StatusOr<ImportResult> MakeInstrument(const SourceSurvey& survey, FindingList findings);

}  // namespace lotse::survey::limesurvey
