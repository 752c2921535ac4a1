#include "services/survey/exchange/tables/markdown_tables.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runtime/types/csv.h"
#include "services/survey/exchange/tables/delimited_rows.h"
#include "services/survey/exchange/tables/table_builder.h"

namespace lotse::survey {
namespace {

// Whether a row is a ruler between the head of a table and its body.
bool IsRuler(absl::string_view line) {
  return line.find('-') != absl::string_view::npos &&
         line.find_first_not_of("|-: \t") == absl::string_view::npos;
}

// The cells of a row, which begins with a bar; a bar at its end closes the last one.
std::vector<std::string> CellsOf(absl::string_view line) {
  std::vector<std::string> cells(1);
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cells.back() += line[++i];
    } else if (line[i] == '|') {
      if (i + 1 < line.size()) cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  for (std::string& cell : cells) absl::StripAsciiWhitespace(&cell);
  return cells;
}

}  // namespace

absl::StatusOr<TableBook> ReadMarkdownTables(absl::string_view text) {
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (absl::Status s = types::CheckCsvText(text); !s.ok()) return s;
  TableBuilder builder;
  SectionedRows rows(&builder);
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || IsRuler(line)) continue;
    if (line.front() != '|') {
      builder.findings().Warn(number, "", "A line that is no row of a table was left out.");
      continue;
    }
    if (absl::Status s = rows.Add(number, CellsOf(line)); !s.ok()) return s;
  }
  return std::move(builder).Finish();
}

}  // namespace lotse::survey
