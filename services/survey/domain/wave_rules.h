#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// The number of stored responses of an open wave is shown in steps of this
// many: whoever watches it cannot tell when one person answered.
inline constexpr int kResponseCountStep = 10;

// What is wrong with a survey, with paths from `survey`.
rpc::FieldViolations CheckSurvey(const v1alpha::Survey& survey);

// What is wrong with a wave, with paths from `wave`. The questionnaire must be
// one of the engagement that `parent`, the survey, belongs to.
rpc::FieldViolations CheckWave(absl::string_view parent, const v1alpha::Wave& wave);

// PLANNED to OPEN, else WRONG_STATE.
absl::Status OpenWave(v1alpha::Wave* wave);

// OPEN to CLOSED, else WRONG_STATE. There is no way back: tables from before
// and after one answer would give it away.
absl::Status CloseWave(v1alpha::Wave* wave);

// WAVE_NOT_OPEN unless the wave takes answers.
absl::Status CheckTakesAnswers(const v1alpha::Wave& wave);

// WAVE_NOT_CLOSED unless the wave can be tabulated.
absl::Status CheckCanBeTabulated(const v1alpha::Wave& wave);

// The number of responses that may be shown: in steps while the wave is open;
// of a closed wave exact, or none if they are fewer than one step.
std::optional<int32_t> ShownResponseCount(v1alpha::Wave::State state, int64_t count);

}  // namespace lotse::survey
