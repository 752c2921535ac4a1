#pragma once

#include <cstddef>
#include <vector>

#include "absl/functional/function_ref.h"
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

// The same for answers in whatever form: `answered` is whether a variable has an answer, and
// `any_chosen`, asked only then, whether one of the options of a condition was chosen. Sets
// `asked`, which may be used again.
void FindAsked(const CompiledInstrument& instrument,
               absl::FunctionRef<bool(std::size_t variable)> answered,
               absl::FunctionRef<bool(const CompiledCondition& condition)> any_chosen,
               std::vector<bool>* asked);

}  // namespace lotse::survey
