#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey::codings {

// Limits of a file.
inline constexpr std::size_t kMaxCsvBytes = 64u << 20;
inline constexpr std::size_t kMaxCsvRows = 200'000;

// How a CSV file is written: with `,`; or with `;` and a mark by which a German Excel knows UTF-8.
enum class Profile { kPlain, kExcel };

// A column by the names that its heading may have, in small letters; the first is ours.
struct Column {
  std::vector<absl::string_view> names;
  bool required = false;
};

struct CsvRow {
  int line = 0;                    // In which it begins, from 1.
  std::vector<std::string> cells;  // As many as there are columns; empty where there is none.
};

// Reads a table with a heading (RFC 4180 in UTF-8, also with `;`) and gives of each row the cells
// of `columns`, in that order. Rows without content are left out. Columns with another heading are
// left out with a NOTE, short rows count as filled up. `headings`, if given, become those of
// `columns` as the file has them, for findings; empty where it has none. INVALID_ARGUMENT that says
// line and what would be right: no CSV, no UTF-8, a column that is missing or there twice, too
// much.
absl::StatusOr<std::vector<CsvRow>> ReadColumns(absl::string_view csv,
                                                absl::Span<const Column> columns,
                                                FindingList* findings,
                                                std::vector<std::string>* headings = nullptr);

// The texts that the rows of a table of codings or highlights name, as they stand there and as they
// are read; nullopt if it is no table that says it.
std::optional<std::set<std::string>> TextsNamedIn(absl::string_view csv);

}  // namespace lotse::survey::codings
