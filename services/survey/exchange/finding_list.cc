#include "services/survey/exchange/finding_list.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey {

using v1alpha::ImportFinding;

void FindingList::Note(int line, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_NOTE, line, code, message);
}

void FindingList::Warn(int line, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_WARNING, line, code, message);
}

void FindingList::Fail(int line, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_ERROR, line, code, message);
}

std::vector<ImportFinding> FindingList::Take() && {
  std::stable_sort(
      findings_.begin(), findings_.end(),
      [](const ImportFinding& a, const ImportFinding& b) { return a.line() < b.line(); });
  for (int severity = 0; severity < ImportFinding::Severity_ARRAYSIZE; ++severity) {
    const int left_out = counts_[severity] - kLimit;
    if (left_out <= 0) continue;
    ImportFinding& last = findings_.emplace_back();
    last.set_severity(static_cast<Severity>(severity));
    last.set_message(absl::StrCat(left_out, " more findings of this severity are not listed."));
  }
  return std::move(findings_);
}

void FindingList::Add(Severity severity, int line, absl::string_view code,
                      absl::string_view message) {
  if (++counts_[severity] > kLimit) return;
  ImportFinding& finding = findings_.emplace_back();
  finding.set_severity(severity);
  finding.set_line(line);
  finding.set_code(std::string(Shortened(code)));
  finding.set_message(std::string(message));
}

absl::string_view Shortened(absl::string_view text) {
  absl::string_view rest = text;
  for (int i = 0; i < kMaxCodeLength && !rest.empty(); ++i) types::TakeCodePoint(&rest);
  return text.substr(0, text.size() - rest.size());
}

}  // namespace lotse::survey
