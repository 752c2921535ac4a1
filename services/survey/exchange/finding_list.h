#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// Where something stands in a source that is made of tables.
struct Place {
  // Row of the table, from 1; 0 for the whole sheet.
  int line = 0;
  // Sheet of a workbook or section of a table.
  std::string sheet;
  // Heading of the column, as it is written there; may be empty.
  std::string column;
};

// Collects the findings of an import. Of each severity a limited number is
// kept, so that the reply stays small whatever the file holds, and so that many
// notes never push an error out.
class FindingList {
 public:
  // How many findings of one severity are kept; the others are counted.
  static constexpr int kLimit = 300;

  // Worth knowing; nothing was lost. `line` is 0 for what concerns the whole
  // file; `code` may be empty.
  void Note(int line, absl::string_view code, absl::string_view message);
  // Something was changed or left out.
  void Warn(int line, absl::string_view code, absl::string_view message);
  // The source is wrong here; nothing may be stored.
  void Fail(int line, absl::string_view code, absl::string_view message);

  // The same for tables.
  void Note(const Place& place, absl::string_view code, absl::string_view message);
  void Warn(const Place& place, absl::string_view code, absl::string_view message);
  void Fail(const Place& place, absl::string_view code, absl::string_view message);

  // What becomes of the whole of `code`: takes the place of the notes and warnings about it so far,
  // which say what was kept of it or changed in it, and has the line of the first of them.
  void WarnInstead(const Place& place, absl::string_view code, absl::string_view message);
  void FailInstead(const Place& place, absl::string_view code, absl::string_view message);

  // Takes over a finding of another reader; of one that says how many were not kept, the number.
  void Add(v1alpha::ImportFinding finding);

  // Hands over the findings in the order of the source: the sheets in the order in which
  // they are first named, what concerns the whole before them, then by line. Where some were
  // not kept, a finding says how many.
  std::vector<v1alpha::ImportFinding> Take() &&;

 private:
  using Severity = v1alpha::ImportFinding::Severity;

  void Add(Severity severity, const Place& place, absl::string_view code,
           absl::string_view message);
  // Takes it in, or counts it.
  void Keep(v1alpha::ImportFinding finding);
  // Forgets the notes and warnings about `code`; the line of `place`, or if it has none of the
  // first of them.
  int Forget(const Place& place, absl::string_view code);

  std::vector<v1alpha::ImportFinding> findings_;
  // Of each severity, how many are in `findings_` and how many are not.
  std::array<int, v1alpha::ImportFinding::Severity_ARRAYSIZE> kept_{};
  std::array<int, v1alpha::ImportFinding::Severity_ARRAYSIZE> left_out_{};
};

// Whether one of `findings`, a list of any kind, is an ERROR: then nothing may be stored or
// written.
template <class Findings>
bool HasError(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const v1alpha::ImportFinding& each) {
    return each.severity() == v1alpha::ImportFinding::SEVERITY_ERROR;
  });
}

// At most the first 64 characters of `text`, which is valid UTF-8: what a
// message quotes from a file.
absl::string_view Shortened(absl::string_view text);

}  // namespace lotse::survey
