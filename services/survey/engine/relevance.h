#pragma once

#include <vector>

#include "absl/types/span.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

// Which variables a person is asked, by the position of the variable. `answers` has for
// each variable its answer, of the right kind, or null. What was answered although it
// was not asked counts as not answered, so the answers to what is asked decide alone. The
// only place where the logic of a questionnaire is evaluated.
std::vector<bool> AskedVariables(const CompiledInstrument& instrument,
                                 absl::Span<const v1alpha::Answer* const> answers);

}  // namespace lotse::survey
