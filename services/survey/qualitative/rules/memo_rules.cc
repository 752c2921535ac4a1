#include "services/survey/qualitative/rules/memo_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::qualitative {

void CheckMemoContent(absl::string_view field, absl::string_view content,
                      rpc::FieldViolations* violations) {
  if (!content.empty() && content.size() <= kMaxMemoBytes && types::CanBeXml(content)) {
    return;
  }
  violations->push_back(
      {std::string(field),
       absl::StrCat("missing, too long or no text; give UTF-8 of 1 to ", kMaxMemoBytes,
                    " bytes, without control characters but tab and line ends")});
}

rpc::FieldViolations CheckMemo(const v1alpha::Study& study, const v1alpha::StudyMemo& memo,
                               const TextFacts* text, absl::string_view subject) {
  rpc::FieldViolations violations;
  CheckMemoContent("memo.content", memo.content(), &violations);
  CheckCoder("memo.coder", study, memo.coder(), subject, &violations);
  if (!memo.has_range()) return violations;
  if (text == nullptr) {
    violations.push_back({"memo.range", "only a text has parts; leave it out"});
  } else {
    CheckRange("memo.range", memo.range(), *text, &violations);
  }
  return violations;
}

}  // namespace lotse::survey::qualitative
