#include "services/survey/exchange/limesurvey/code_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey::limesurvey {
namespace {

// Bytes that are kept free for a number.
constexpr std::size_t kNumberBytes = 8;

std::string NearestCode(absl::string_view wanted) {
  std::string code;
  while (!wanted.empty() && code.size() < kMaxCodeLength) {
    const unsigned char c = static_cast<unsigned char>(wanted[0]);
    code.push_back(absl::ascii_isalnum(c) || c == '_' ? wanted[0] : '_');
    types::TakeCodePoint(&wanted);
  }
  if (code.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(code[0]))) {
    code.insert(0, "q_");
  }
  return code.substr(0, kMaxCodeLength);
}

}  // namespace

std::string CodeNames::Take(absl::string_view wanted, int line) {
  std::string code = NearestCode(wanted);
  if (!taken_.insert(code).second) {
    const std::string stem = code.substr(0, kMaxCodeLength - kNumberBytes);
    int& number = numbers_[stem];
    number = number == 0 ? 2 : number + 1;
    while (!taken_.insert(code = absl::StrCat(stem, "_", number)).second) ++number;
  }
  if (code != wanted) {
    findings_->Note(line, code,
                    absl::StrCat("`", Shortened(wanted),
                                 "` cannot be a code here, or is one already; it is called `", code,
                                 "`, also in expressions."));
  }
  return code;
}

}  // namespace lotse::survey::limesurvey
