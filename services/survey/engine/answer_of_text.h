#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/answer.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// The value of a question of this kind as an answer, from the text that expressions see (TextOf of
// answer_values.h); without code and instances. nullopt if the text is no such value, as if a
// number was computed to be `NaN`, or a file.
std::optional<v1alpha::Answer> AnswerOfText(v1alpha::Question::Kind kind, absl::string_view text);

}  // namespace lotse::survey
