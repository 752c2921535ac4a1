#include "services/survey/qualitative/rules/codes.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey::qualitative {

bool IsPseudonym(absl::string_view pseudonym) {
  size_t letters = 0;
  while (letters < pseudonym.size() && absl::ascii_isupper(pseudonym[letters])) ++letters;
  const absl::string_view digits = pseudonym.substr(letters);
  return letters >= 1 && letters <= 4 && !digits.empty() && digits.size() <= 4 &&
         std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit);
}

bool IsSha256(absl::string_view sum) {
  return sum.size() == 64 && std::all_of(sum.begin(), sum.end(), [](unsigned char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

void CheckNewCode(absl::string_view field, absl::string_view code,
                  absl::flat_hash_set<std::string>* seen, rpc::FieldViolations* violations) {
  if (!IsQuestionCode(code)) {
    violations->push_back({std::string(field), CodeFault(code)});
  } else if (!seen->insert(std::string(code)).second) {
    violations->push_back({std::string(field), "is there twice; give each a code of its own"});
  }
}

void CheckCount(absl::string_view field, int count, int least, int most,
                rpc::FieldViolations* violations) {
  if (count >= least && count <= most) return;
  violations->push_back(
      {std::string(field), absl::StrCat("there are ", count, "; give ", least, " to ", most)});
}

}  // namespace lotse::survey::qualitative
