#pragma once

#include "absl/status/statusor.h"
#include "services/survey/exchange/limesurvey/expression_script.h"
#include "services/survey/exchange/limesurvey/survey_source.h"
#include "services/survey/exchange/limesurvey/variables.h"

namespace lotse::survey::limesurvey {

// The conditions of `question`, of which there is at least one, as one expression. Within a
// scenario, conditions on the same answer are joined by "or", and these by "and"; scenarios by
// "or". A condition on an answer that is not there holds only if it says so: `!=` does, the
// others do not. Source: LimeSurvey manual, "Setting conditions".
//
// INVALID_ARGUMENT, with what is wrong, if a method is unknown or a value in braces is no
// expression.
absl::StatusOr<Expression> FromConditions(const SourceQuestion& question,
                                          const Variables& variables);

}  // namespace lotse::survey::limesurvey
