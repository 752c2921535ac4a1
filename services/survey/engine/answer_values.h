#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/violation_list.h"

// One answer by itself.
namespace lotse::survey {

// Longest HIDDEN or METADATA value in bytes. Source: response_service.proto.
inline constexpr std::size_t kMaxValueBytes = 10'000;

// Field of Answer that holds the value for a kind of question; VALUE_NOT_SET if it has none.
v1alpha::Answer::ValueCase FieldFor(v1alpha::Question::Kind kind);

// Adds what is wrong with the value of an answer to `variable`, with paths below `path`, such as
// `answers[2]`. No description holds anything that came with the answer.
void CheckValue(const Variable& variable, const v1alpha::Answer& answer, absl::string_view path,
                ViolationList* violations);

// The value as expressions see it: a text; empty if there is none. A file is its hash, so that two
// can be told apart. The answer is expected to pass CheckValue.
std::string TextOf(const v1alpha::Answer& answer);

}  // namespace lotse::survey
