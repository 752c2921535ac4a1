#include "services/survey/exchange/finding_list.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey {

using v1alpha::ImportFinding;

namespace {

constexpr absl::string_view kNotListed = " more findings of this severity are not listed.";

}  // namespace

void FindingList::Note(int line, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_NOTE, {line, "", ""}, code, message);
}

void FindingList::Warn(int line, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_WARNING, {line, "", ""}, code, message);
}

void FindingList::Fail(int line, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_ERROR, {line, "", ""}, code, message);
}

void FindingList::Note(const Place& place, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_NOTE, place, code, message);
}

void FindingList::Warn(const Place& place, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_WARNING, place, code, message);
}

void FindingList::Fail(const Place& place, absl::string_view code, absl::string_view message) {
  Add(ImportFinding::SEVERITY_ERROR, place, code, message);
}

void FindingList::WarnInstead(const Place& place, absl::string_view code,
                              absl::string_view message) {
  const int line = Forget(place, code);
  Add(ImportFinding::SEVERITY_WARNING, {line, place.sheet, place.column}, code, message);
}

void FindingList::FailInstead(const Place& place, absl::string_view code,
                              absl::string_view message) {
  const int line = Forget(place, code);
  Add(ImportFinding::SEVERITY_ERROR, {line, place.sheet, place.column}, code, message);
}

int FindingList::Forget(const Place& place, absl::string_view code) {
  if (code.empty()) return place.line;  // What concerns the whole is about many things.
  const absl::string_view kept_code = Shortened(code);
  int line = place.line;
  const auto last =
      std::remove_if(findings_.begin(), findings_.end(), [&](const ImportFinding& finding) {
        if (finding.code() != kept_code || finding.severity() == ImportFinding::SEVERITY_ERROR) {
          return false;
        }
        if (line == 0) line = finding.line();
        --kept_[finding.severity()];
        return true;
      });
  findings_.erase(last, findings_.end());
  return line;
}

std::vector<ImportFinding> FindingList::Take() && {
  absl::flat_hash_map<std::string, size_t> sheets = {{"", 0}};
  for (const ImportFinding& finding : findings_) sheets.emplace(finding.sheet(), sheets.size());
  std::stable_sort(findings_.begin(), findings_.end(),
                   [&sheets](const ImportFinding& a, const ImportFinding& b) {
                     return std::make_pair(sheets.at(a.sheet()), a.line()) <
                            std::make_pair(sheets.at(b.sheet()), b.line());
                   });
  for (int severity = 0; severity < ImportFinding::Severity_ARRAYSIZE; ++severity) {
    if (left_out_[severity] == 0) continue;
    ImportFinding& last = findings_.emplace_back();
    last.set_severity(static_cast<Severity>(severity));
    last.set_message(absl::StrCat(left_out_[severity], kNotListed));
  }
  return std::move(findings_);
}

void FindingList::Add(Severity severity, const Place& place, absl::string_view code,
                      absl::string_view message) {
  ImportFinding finding;
  finding.set_severity(severity);
  finding.set_line(place.line);
  finding.set_code(std::string(Shortened(code)));
  finding.set_message(std::string(message));
  finding.set_sheet(std::string(Shortened(place.sheet)));
  finding.set_column(std::string(Shortened(place.column)));
  Keep(std::move(finding));
}

void FindingList::Add(ImportFinding finding) {
  absl::string_view text = finding.message();
  int left_out = 0;
  if (absl::ConsumeSuffix(&text, kNotListed) && absl::SimpleAtoi(text, &left_out)) {
    left_out_[finding.severity()] += left_out;
    return;
  }
  Keep(std::move(finding));
}

void FindingList::Keep(ImportFinding finding) {
  const Severity severity = finding.severity();
  if (kept_[severity] == kLimit) {
    ++left_out_[severity];
    return;
  }
  ++kept_[severity];
  findings_.push_back(std::move(finding));
}

absl::string_view Shortened(absl::string_view text) {
  absl::string_view rest = text;
  for (int i = 0; i < kMaxCodeLength && !rest.empty(); ++i) types::TakeCodePoint(&rest);
  return text.substr(0, text.size() - rest.size());
}

}  // namespace lotse::survey
