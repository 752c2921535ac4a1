#include "services/survey/exchange/limesurvey/code_names.h"

#include "absl/strings/str_cat.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/exchange/source_codes.h"

namespace lotse::survey::limesurvey {
namespace {

// Bytes that are kept free for a number.
constexpr std::size_t kNumberBytes = 8;

}  // namespace

std::string CodeNames::Take(absl::string_view wanted, int line) {
  std::string code = CodeOfName(wanted);
  if (!taken_.insert(code).second) {
    const std::string stem = code.substr(0, kMaxCodeLength - kNumberBytes);
    int& number = numbers_[stem];
    number = number == 0 ? 2 : number + 1;
    while (!taken_.insert(code = absl::StrCat(stem, "_", number)).second) ++number;
  }
  places_[code].line = line;
  if (code != wanted) {
    findings_->Note(line, code,
                    absl::StrCat("`", Shortened(wanted),
                                 "` cannot be a code here, or is one already; it is called `", code,
                                 "`, also in expressions."));
  }
  return code;
}

}  // namespace lotse::survey::limesurvey
