#include "services/survey/exchange/tables/table_builder.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/plain_text.h"

namespace lotse::survey {
namespace {

// What of a cell is kept.
struct Cleaned {
  std::string text;
  bool had_control_characters = false;
  bool blank = true;
};

Cleaned Clean(absl::string_view text) {
  Cleaned cleaned;
  cleaned.text.reserve(text.size());
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    const absl::string_view bytes = text.substr(0, c.size);
    text.remove_prefix(c.size);
    if (c.value == '\r') {
      if (text.empty() || text.front() != '\n') cleaned.text += '\n';
    } else if (types::IsControl(c.value) && c.value != '\n' && c.value != '\t') {
      cleaned.had_control_characters = true;
    } else {
      cleaned.text.append(bytes.data(), bytes.size());
      cleaned.blank = cleaned.blank && types::IsWhiteSpace(c.value);
    }
  }
  return cleaned;
}

}  // namespace

absl::Status CheckReadable(const TableBook& book, int before) {
  TableBuilder builder;
  for (const TableSheet& sheet : book.sheets) {
    if (absl::Status s = builder.BeginSheet(sheet.name); !s.ok()) return s;
    for (const TableRow& row : sheet.rows) {
      for (const TableCell& cell : row.cells) {
        const int column = cell.column + before;
        if (absl::Status s = builder.AddCell(row.number, column, cell.text); !s.ok()) return s;
        if (const Cleaned cleaned = Clean(cell.text); cleaned.text == cell.text && !cleaned.blank)
          continue;
        return UnreadableTable(
            absl::StrCat(builder.Name(row.number, column),
                         ": the text is blank or has control characters, which a table cannot "
                         "hold; give another one"));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status UnreadableTable(absl::string_view what) { return absl::InvalidArgumentError(what); }

absl::Status TableBuilder::BeginSheet(absl::string_view name) {
  const std::string readable = WithoutBadBytes(name);
  if (book_.sheets.size() >= kMaxTableSheets) {
    return UnreadableTable(absl::StrCat("more than ", kMaxTableSheets,
                                        " sheets; give only those of the questionnaire"));
  }
  if (!names_.insert(absl::AsciiStrToLower(readable)).second) {
    return UnreadableTable(absl::StrCat("there are two sheets with the name `", Shortened(readable),
                                        "`; give each a name of its own"));
  }
  book_.sheets.emplace_back().name = readable;
  return absl::OkStatus();
}

absl::Status TableBuilder::AddCell(int row, int column, absl::string_view text) {
  if (absl::Status s = CheckOrder(row, column); !s.ok()) return s;
  if (text.size() > kMaxCellBytes) {
    return UnreadableTable(absl::StrCat(Name(row, column), ": a text of ", text.size(),
                                        " bytes; at most ", kMaxCellBytes));
  }
  Cleaned cleaned = Clean(text);
  if (cleaned.had_control_characters) {
    findings_.Warn(At(row, column), "", "Control characters were left out.");
  }
  if (cleaned.blank) return absl::OkStatus();
  if (absl::Status s = Count(row, column, cleaned.text.size()); !s.ok()) return s;
  book_.sheets.back().rows.back().cells.push_back({column, WithoutBadBytes(cleaned.text)});
  return absl::OkStatus();
}

absl::Status TableBuilder::CheckOrder(int row, int column) const {
  if (book_.sheets.empty()) return UnreadableTable("a cell stands before the first sheet");
  if (row < 1 || column < 1) return UnreadableTable("a cell has no row or no column");
  const std::vector<TableRow>& rows = book_.sheets.back().rows;
  if (rows.empty() || rows.back().number < row) return absl::OkStatus();
  if (rows.back().number == row && rows.back().cells.back().column < column) {
    return absl::OkStatus();
  }
  return UnreadableTable(absl::StrCat(Name(row, column),
                                      ": the cells are out of order or one is there twice; open "
                                      "and save the file in a spreadsheet program"));
}

absl::Status TableBuilder::Count(int row, int column, std::size_t bytes) {
  if (column > kMaxTableColumns) {
    return UnreadableTable(absl::StrCat(Name(row, column), ": more than ", kMaxTableColumns,
                                        " columns; empty the columns that are not needed"));
  }
  std::vector<TableRow>& rows = book_.sheets.back().rows;
  if (rows.empty() || rows.back().number != row) {
    if (++rows_ > kMaxTableRows) {
      return UnreadableTable(absl::StrCat(Name(row, column), ": more than ", kMaxTableRows,
                                          " rows with content; divide the file"));
    }
    rows.emplace_back().number = row;
  }
  bytes_ += bytes;
  if (++cells_ > kMaxTableCells || bytes_ > kMaxTableTextBytes) {
    return UnreadableTable(absl::StrCat(Name(row, column), ": the file has more than ",
                                        kMaxTableCells, " cells or ", kMaxTableTextBytes,
                                        " bytes of text; divide it"));
  }
  return absl::OkStatus();
}

Place TableBuilder::At(int row, int column) const {
  return {row, book_.sheets.empty() ? "" : book_.sheets.back().name, ColumnLetters(column)};
}

std::string TableBuilder::Name(int row, int column) const {
  const Place place = At(row, column);
  return absl::StrCat("sheet `", Shortened(place.sheet), "`, cell ", place.column, place.line);
}

TableBook TableBuilder::Finish() && {
  book_.findings = std::move(findings_).Take();
  return std::move(book_);
}

}  // namespace lotse::survey
