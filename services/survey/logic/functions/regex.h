#pragma once

#include <re2/re2.h>

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/logic/values/runtime.h"

// Regular expressions of RE2 (https://github.com/google/re2/wiki/Syntax), which takes linear time
// whatever the pattern. A pattern is looked for anywhere in a text, as in ODK XForms.
namespace lotse::survey::logic {

using CompiledRegex = std::shared_ptr<const re2::RE2>;

// What compiling a pattern takes off the budget of an evaluation.
inline constexpr std::int64_t kRegexSteps = 1000;

// INVALID_ARGUMENT with what is wrong if it is not a pattern of RE2, and which of what other
// engines have is not supported: look-around and references to groups.
absl::StatusOr<CompiledRegex> CompileRegex(absl::string_view pattern);

// Whether the pattern is somewhere in `text`.
bool Matches(Runtime& rt, const re2::RE2& pattern, absl::string_view text);

}  // namespace lotse::survey::logic
