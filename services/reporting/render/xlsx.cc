#include "services/reporting/render/xlsx.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/render/data_table.h"
#include "services/reporting/render/facts.h"
#include "services/reporting/render/render_words.h"
#include "services/reporting/render/workbook.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Document;
using v1alpha::Table;

// Widths of columns, in characters.
constexpr int kNarrowest = 10;
constexpr int kWidest = 48;

// Characters of a text, up to `most`.
int Length(absl::string_view text, int most) {
  int length = 0;
  while (!text.empty() && length < most) {
    text.remove_prefix(types::DecodeFirst(text).size);
    ++length;
  }
  return length;
}

std::vector<int> WidthsOf(const Table& table, Language language) {
  std::vector<int> widths;
  for (int column = 0; column < table.columns_size(); ++column) {
    // Headings wrap at their spaces.
    int width = std::max(kNarrowest, Length(table.columns(column), kWidest) / 2 + 2);
    for (const v1alpha::Row& row : table.rows()) {
      if (column >= row.cells_size()) continue;
      width = std::max(width, Length(DataText(row.cells(column), language), kWidest) + 1);
    }
    widths.push_back(std::min(width, kWidest));
  }
  return widths;
}

class XlsxWriter {
 public:
  XlsxWriter(const Document& document, const Edition& edition)
      : document_(document),
        edition_(edition),
        language_(LanguageOf(document)),
        words_(RenderWordingOf(language_)),
        book_(document.title(), document.as_of_date()) {}

  absl::StatusOr<std::string> Run() && {
    WriteReport();
    for (const Table* table : AllTables(document_)) WriteSheet(*table);
    return std::move(book_).Finish();
  }

 private:
  void WriteText(int row, int column, absl::string_view text, CellStyle style) {
    book_.WriteText(row, column, text, style, words_.shortened);
  }

  // What is said about the report, then the sources, logs and rules one below the other.
  void WriteReport() {
    book_.BeginSheet(words_.sheet_of_report);
    book_.SetWidths({24, 60, 20, 20, 40, 20});
    int row = 0;
    for (const Fact& fact : HeadFacts(document_, edition_)) {
      WriteText(row, 0, fact.label, CellStyle::kLabel);
      WriteText(row++, 1, fact.text, CellStyle::kPlain);
    }
    std::vector<Table> tables = EvidenceTables(document_);
    if (!document_.sources().empty()) tables.insert(tables.begin(), SourceTable(document_));
    for (const Table& table : tables) {
      WriteText(++row, 0, table.caption(), CellStyle::kTitle);
      row = WriteRows(table, row + 1);
    }
  }

  void WriteSheet(const Table& table) {
    const Table data = DataTable(table, language_);
    book_.BeginSheet(table.caption());
    book_.SetWidths(WidthsOf(data, language_));
    WriteText(0, 0, table.caption(), CellStyle::kTitle);
    book_.KeepHead(2);
    int row = WriteRows(data, 1) + 1;
    for (const std::string& note : DataNotes(table, language_)) {
      WriteText(row++, 0, note, CellStyle::kNote);
    }
  }

  // Writes headings and rows; returns the row behind them.
  int WriteRows(const Table& table, int row) {
    for (int column = 0; column < table.columns_size(); ++column) {
      WriteText(row, column, table.columns(column), CellStyle::kHeading);
    }
    for (const v1alpha::Row& cells : table.rows()) {
      ++row;
      for (int column = 0; column < cells.cells_size(); ++column) {
        WriteCell(row, column, cells.cells(column));
      }
    }
    return row + 1;
  }

  void WriteCell(int row, int column, const Cell& cell) {
    v1alpha::Number number;
    if (DataNumber(cell, &number) &&
        book_.WriteNumber(row, column, number.unscaled(), number.digits(), cell.has_share())) {
      return;
    }
    if (cell.has_date() &&
        book_.WriteDay(row, column, cell.date(), language_ == Language::kGerman)) {
      return;
    }
    const std::string text = DataText(cell, language_);
    if (!text.empty()) WriteText(row, column, text, CellStyle::kPlain);
  }

  const Document& document_;
  const Edition& edition_;
  const Language language_;
  const RenderWording& words_;
  Workbook book_;
};

}  // namespace

absl::StatusOr<std::string> RenderXlsx(const Document& document, const Edition& edition) {
  return XlsxWriter(document, edition).Run();
}

}  // namespace lotse::reporting
