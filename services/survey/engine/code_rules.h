#pragma once

#include <string>

#include "absl/strings/string_view.h"

// How things of a questionnaire may be named. Source: instrument.proto.
namespace lotse::survey {

// Longest code of a question, item, section, list or option, in characters.
inline constexpr int kMaxCodeLength = 64;
// What IsColumnName takes, in words.
inline constexpr absl::string_view kColumnNameForm =
    "a letter or underscore, then letters, digits, underscores, hyphens and dots, at most 64";

// True if `code` can name a question, an item, a section or a list: an ASCII letter, then
// letters, digits and underscores, at most 64 characters.
bool IsQuestionCode(absl::string_view code);

// What is wrong with a code that is not one, and what would be right.
std::string CodeFault(absl::string_view code);

// True if `name` can name a column of options: what expressions can name.
bool IsColumnName(absl::string_view name);

}  // namespace lotse::survey
