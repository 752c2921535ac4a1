#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "lotse/survey/v1alpha/consent_text.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// The number of stored responses of an open wave is shown in steps of this
// many: whoever watches it cannot tell when one person answered.
inline constexpr int kResponseCountStep = 10;  // As WavePair::kStep.

// What is wrong with a survey, with paths from `survey`.
rpc::FieldViolations CheckSurvey(const v1alpha::Survey& survey);

// What is wrong with a wave, with paths from `wave`. The questionnaire must be
// one of the engagement that `parent`, the survey, belongs to; population and texts must be
// of this survey.
rpc::FieldViolations CheckWave(absl::string_view parent, const v1alpha::Wave& wave);

// What is wrong with its `partial_from_section`, by its questionnaire.
rpc::FieldViolations CheckPartialFits(const v1alpha::Wave& wave,
                                      const v1alpha::Instrument& instrument);

// What is wrong with the kinds of its texts; either may be null.
rpc::FieldViolations CheckWaveTexts(const v1alpha::ConsentText* consent,
                                    const v1alpha::ConsentText* notice);

// Whether the wave is over for good: closed or purged.
bool HasEnded(const v1alpha::Wave& wave);

// WRONG_STATE that says what would be right.
absl::Status WrongState(const v1alpha::Wave& wave, absl::string_view want);

// Whether a wave may be changed from `before` to `after`, else WRONG_STATE with the
// first field that may not be changed as metadata `field`. Before it is released all
// may change. Until it is closed, title, external ids and number of invited persons may:
// the rest was checked for the release, or people were told it. Afterwards title and
// external ids may; the rest stands in figures that are out. Whether `after` is right by
// itself is CheckWave.
absl::Status CheckWaveUpdate(const v1alpha::Wave& before, const v1alpha::Wave& after);

// WRONG_STATE while the wave is released or open: a field period ends by closing it.
absl::Status CheckWaveDelete(const v1alpha::Wave& wave);

// WRONG_STATE if the wave was purged: nobody reads its answers any more.
absl::Status CheckNotPurged(const v1alpha::Wave& wave);

// RESOURCE_DELETED if the wave is deleted.
absl::Status CheckWaveNotDeleted(const v1alpha::Wave& wave);

// RESOURCE_DELETED if the wave is deleted, WAVE_NOT_OPEN unless it takes answers on the day
// `today` in Europe/Berlin; see field_period.h.
absl::Status CheckTakesAnswers(const v1alpha::Wave& wave, const google::type::Date& today);

// RESOURCE_DELETED if the wave is deleted, WRONG_STATE if its answers are purged,
// WAVE_NOT_CLOSED unless it can be tabulated.
absl::Status CheckCanBeTabulated(const v1alpha::Wave& wave);

// The number of responses that may be shown: in steps while the wave is open;
// of a closed wave exact, or none if they are fewer than one step; of a purged wave none.
std::optional<int32_t> ShownResponseCount(v1alpha::Wave::State state, int64_t count);

}  // namespace lotse::survey
