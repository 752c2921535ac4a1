#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "services/survey/exchange/codings/csv_columns.h"

namespace lotse::survey::codings {

// Levels that codes may have one below the other, as in REFI-QDA.
inline constexpr int kMaxDepth = 64;

// A code as a row of a table.
struct CodebookRow {
  std::string id;  // As the file has it; may be empty.
  std::string name;
  int parent = -1;  // Position of the code above it; -1 for none.
  std::string description;
  std::string examples;
  std::string color;  // `#RRGGBB` or `#RGB`, or empty.
  bool is_codable = true;
  int line = 0;  // Of the file, from 1.
};

// Of a table of codes, what each column is called in the file; empty if it has none.
struct CodebookHeadings {
  std::string id;
  std::string name;
  std::string parent;
  std::string description;
  std::string examples;
  std::string color;
  std::string codable;
};

struct CodebookRows {
  std::vector<CodebookRow> rows;  // As in the file; empty if there is a finding of severity ERROR.
  CodebookHeadings headings;
  std::vector<v1alpha::ImportFinding> findings;
};

// Reads a codebook as a table with the columns name and, if they are there, id, parent,
// description, examples, color and codable, under English or German headings; and that of Taguette
// (tag, parent, description, number of highlights). `parent` is an id or the name of one code only.
// An ERROR with its line and column: no name, an id that is there twice, codes of one name below
// the same code, a parent that is not there or not clear, one that is below its own code, more than
// kMaxDepth levels. INVALID_ARGUMENT as ReadColumns.
absl::StatusOr<CodebookRows> ReadCodebookRows(absl::string_view csv);

// Writes a codebook so that ReadCodebookRows reads it back, with the ids of the codes above as
// `parent`: every row that another one is below has one.
std::string WriteCodebookRows(absl::Span<const CodebookRow> rows, Profile profile);

}  // namespace lotse::survey::codings
