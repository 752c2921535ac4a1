#include "services/survey/exchange/source_codes.h"

#include "absl/strings/ascii.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey {

std::string CodeOfName(absl::string_view name) {
  std::string code;
  while (!name.empty() && code.size() < kMaxCodeLength) {
    const auto c = static_cast<unsigned char>(name.front());
    code += absl::ascii_isalnum(c) ? static_cast<char>(c) : '_';
    types::TakeCodePoint(&name);
  }
  if (code.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(code.front()))) {
    code.insert(0, code.empty() || code.front() != '_' ? "q_" : "q");
  }
  if (code.size() > kMaxCodeLength) code.resize(kMaxCodeLength);
  return code;
}

}  // namespace lotse::survey
