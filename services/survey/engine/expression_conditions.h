#pragma once

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// A question that a condition may look at, with its options.
struct LookedAt {
  v1alpha::Question::Kind kind = v1alpha::Question::KIND_UNSPECIFIED;
  const google::protobuf::RepeatedPtrField<v1alpha::Option>* options = nullptr;
};

// The conditions that together say the same as `expression`; nullopt if it says something that
// conditions cannot say. `find` gives the question or item with a code that a condition may look
// at, nullopt if there is none.
//
// Tables protect those who are asked because of an answer (analysis/follow_ups.h). They can only do
// so if they know of which answer, and most expressions of real questionnaires say just that:
// `selected(${a}, 'x')`, `${a} = 'x' or ${a} = 'y'`, `${a} != ''`, `not(selected(${a}, 'x'))`, and
// several of these with `and`.
std::optional<std::vector<v1alpha::Condition>> ConditionsOf(
    absl::string_view expression,
    absl::FunctionRef<std::optional<LookedAt>(absl::string_view code)> find);

// Whether a filter of options looks at answers, and not only at columns; true also if it cannot be
// read.
bool LooksAtAnswers(absl::string_view option_filter);

}  // namespace lotse::survey
