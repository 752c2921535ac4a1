#include "services/survey/engine/code_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace lotse::survey {

bool IsQuestionCode(absl::string_view code) {
  if (code.empty() || code.size() > kMaxCodeLength || !absl::ascii_isalpha(code[0])) return false;
  return std::all_of(code.begin(), code.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

std::string CodeFault(absl::string_view code) {
  return absl::StrCat(code.empty() ? "missing" : "not a code",
                      "; give a letter, then letters, digits and underscores, at most ",
                      kMaxCodeLength, " characters");
}

bool IsColumnName(absl::string_view name) {
  if (name.empty() || name.size() > kMaxCodeLength) return false;
  if (!absl::ascii_isalpha(name[0]) && name[0] != '_') return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.';
  });
}

}  // namespace lotse::survey
