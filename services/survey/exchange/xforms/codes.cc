#include "services/survey/exchange/xforms/codes.h"

#include "absl/strings/ascii.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey::xforms {

std::string AsCode(absl::string_view name) {
  std::string code;
  if (name.empty() || !absl::ascii_isalpha(name[0])) code = "q";
  for (const char c : name) code.push_back(absl::ascii_isalnum(c) ? c : '_');
  if (code.size() > kMaxCodeLength) code.resize(kMaxCodeLength);
  return code;
}

}  // namespace lotse::survey::xforms
