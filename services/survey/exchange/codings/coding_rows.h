#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "services/survey/exchange/codings/csv_columns.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::codings {

// One coding as a row of a table.
struct CodingRow {
  std::string text;  // Title of the text, or NameAmongSame.
  qualitative::TextSpan span;
  std::string quote;  // What stands there.
  // From the top of the codebook to the code itself.
  std::vector<std::string> code_path;
  std::string coder;
  std::string memo;
  friend bool operator==(const CodingRow&, const CodingRow&) = default;
};

// Writes codings with the columns text, begin, end, quote, code, coder, memo. Texts that a
// spreadsheet would take for formulas get an apostrophe (types::CsvText).
std::string WriteCodings(absl::Span<const CodingRow> rows, Profile profile);

// Of a table of codings, what some columns are called in the file; empty if it has none.
struct CodingHeadings {
  std::string code;
  std::string coder;
  std::string memo;
};

struct CodingsResult {
  std::vector<CodingRow> rows;  // Empty if there is a finding of severity ERROR.
  std::vector<int> lines;       // In which line of the file each row begins, from 1.
  CodingHeadings headings;
  std::vector<v1alpha::ImportFinding> findings;
};

// Reads what WriteCodings wrote, with either profile, also with German headings. `texts` by their
// names: a row with a text that is not there, an empty or reversed selection, one that is not in
// its text, or a quote that is not what stands there is an ERROR with its line and column. Without
// a quote none is compared. INVALID_ARGUMENT as ReadColumns.
absl::StatusOr<CodingsResult> ReadCodings(absl::string_view csv,
                                          const std::map<std::string, std::string>& texts);

// What a table calls a text that has its title together with others: case and id stand behind it,
// as in `Gruppe 1 [haus-a/0b6f7a52-3c1d-4f0a-9e57-1a2b3c4d5e6f]`. An id, and no number along the
// case: numbers change when a text is erased.
std::string NameAmongSame(absl::string_view title, absl::string_view case_id,
                          absl::string_view text_id);

// A path of codes as one text: names joined by ` > `; `\` and `>` inside a name have `\` before
// them.
std::string JoinPath(absl::Span<const std::string> path);
// The same back, without white space around the names.
std::vector<std::string> SplitPath(absl::string_view text);

}  // namespace lotse::survey::codings
