#include "services/survey/exchange/limesurvey/pattern.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey::limesurvey {
namespace {

// Delimiters that are in use; a pattern without any begins with none of them.
constexpr absl::string_view kDelimiters = "/#~@%!";

// What an engine without backtracking cannot do; empty if there is nothing.
absl::string_view BeyondRegular(absl::string_view pattern) {
  for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      const char next = pattern[i + 1];
      if (next >= '1' && next <= '9') return "a back reference";
      ++i;
      continue;
    }
    const absl::string_view here = pattern.substr(i);
    for (const absl::string_view look : {"(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
      if (absl::StartsWith(here, look)) return "looking around";
    }
  }
  return "";
}

// True if the whole text is meant already.
bool IsAnchored(absl::string_view pattern) {
  return absl::StartsWith(pattern, "^") && absl::EndsWith(pattern, "$") &&
         !absl::EndsWith(pattern, "\\$") && !absl::StrContains(pattern, '|');
}

}  // namespace

absl::StatusOr<std::string> PatternOf(absl::string_view preg) {
  absl::string_view pattern = absl::StripAsciiWhitespace(preg);
  std::string flags;
  if (!pattern.empty() && absl::StrContains(kDelimiters, pattern[0])) {
    const std::size_t end = pattern.rfind(pattern[0]);
    if (end == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("the pattern has no closing `", pattern.substr(0, 1), "`"));
    }
    for (const char flag : pattern.substr(end + 1)) {
      if (flag == 'u' || flag == 'D') continue;  // UTF-8 and the very end: so it is here.
      if (!absl::StrContains("ims", flag)) {
        return absl::InvalidArgumentError(absl::StrCat("the flag `",
                                                       Shortened(pattern.substr(end + 1)),
                                                       "` of the pattern has no counterpart"));
      }
      flags.push_back(flag);
    }
    pattern = pattern.substr(1, end - 1);
  }
  if (pattern.empty()) return absl::InvalidArgumentError("the pattern is empty");
  if (const absl::string_view beyond = BeyondRegular(pattern); !beyond.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the pattern needs ", beyond, ", which is not supported"));
  }
  if (!flags.empty()) flags = absl::StrCat("(?", flags, ")");
  if (IsAnchored(pattern)) return absl::StrCat(flags, pattern);
  return absl::StrCat(flags, "^[\\s\\S]*(", pattern, ")[\\s\\S]*$");
}

}  // namespace lotse::survey::limesurvey
