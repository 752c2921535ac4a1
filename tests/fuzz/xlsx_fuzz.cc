#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "runtime/types/utf8.h"
#include "runtime/types/zip_stream.h"
#include "services/survey/exchange/tables/csv_tables.h"
#include "services/survey/exchange/tables/xlsx_reader.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come: the reader of workbooks does not crash, refuses with INVALID_ARGUMENT only,
// and makes tables within their limits that can be written and read back. Input that is no
// archive is packed into one, as parts with a line of `%%` between them: else nearly all changes
// would end at its sums.

namespace {

using lotse::survey::TableBook;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

constexpr absl::string_view kParts[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
                                        "xl/styles.xml", "xl/workbook.xml",
                                        "xl/_rels/workbook.xml.rels"};
constexpr absl::string_view kUsual[] = {
    "<worksheet><sheetData/></worksheet>", "<sst/>", "<styleSheet/>",
    "<workbook xmlns:r='r'><sheets><sheet name='survey' r:id='r1'/></sheets></workbook>",
    "<a><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"
    "<Relationship Id='r2' Type='x/sharedStrings' Target='sharedStrings.xml'/>"
    "<Relationship Id='r3' Type='x/styles' Target='styles.xml'/></a>"};

std::string Packed(absl::string_view input) {
  lotse::types::ZipStream zip;
  std::string bytes;
  const auto add = [&](absl::string_view name, absl::string_view content) {
    zip.Begin(name, &bytes);
    zip.Write(content, &bytes);
    zip.End(&bytes);
  };
  add("[Content_Types].xml", "<a/>");
  add("_rels/.rels",
      "<a><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/></a>");
  const std::vector<absl::string_view> parts = absl::StrSplit(input, "\n%%\n");
  for (std::size_t i = 0; i < std::size(kParts); ++i) {
    add(kParts[i], i < parts.size() && !parts[i].empty() ? parts[i] : kUsual[i]);
  }
  zip.Finish(&bytes);
  return bytes;
}

void CheckBook(const TableBook& book) {
  std::size_t cells = 0;
  for (const auto& sheet : book.sheets) {
    int last_row = 0;
    for (const auto& row : sheet.rows) {
      Require(row.number > last_row && !row.cells.empty(), "rows are in order and have content");
      last_row = row.number;
      int last_column = 0;
      for (const auto& cell : row.cells) {
        Require(cell.column > last_column, "cells are in order");
        last_column = cell.column;
        Require(lotse::types::IsUtf8(cell.text), "texts are UTF-8");
        ++cells;
      }
      Require(last_column <= lotse::survey::kMaxTableColumns, "columns are limited");
    }
  }
  Require(cells <= static_cast<std::size_t>(lotse::survey::kMaxTableCells), "cells are limited");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string bytes = absl::StartsWith(input, "PK") ? std::string(input) : Packed(input);
  const absl::StatusOr<TableBook> book = lotse::survey::ReadXlsx(bytes);
  if (!book.ok()) {
    Require(absl::IsInvalidArgument(book.status()), "a refusal is INVALID_ARGUMENT");
    Require(lotse::types::IsUtf8(book.status().message()), "a refusal can be sent");
    return 0;
  }
  CheckBook(*book);
  for (const auto& sheet : book->sheets) {
    if (!sheet.rows.empty() && sheet.rows.back().number > 1000) return 0;  // Long as CSV.
  }
  const auto again = lotse::survey::ReadCsvTables(lotse::survey::WriteCsvTables(*book));
  Require(again.ok() && HasSameCells(*book, *again), "tables can be written and read back");
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is>"
      "<t>name</t></is></c></row><row r='2'><c r='A2' t='str'><f>A1</f><v>text</v></c><c r='B2' "
      "s='1'><v>46082</v></c><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c></row></sheetData>"
      "<mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>\n%%\n"
      "<sst><si><t>type</t></si><si><r><t>a</t></r><r><t>_x000D_b</t></r></si></sst>\n%%\n"
      "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd.mm.yyyy'/></numFmts><cellXfs>"
      "<xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>",
      "\n%%\n\n%%\n\n%%\n<workbook xmlns:r='r'><workbookPr date1904='1'/><sheets><sheet "
      "name='survey' state='hidden' r:id='r1'/></sheets></workbook>",
      Packed("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"),
  };
}

std::vector<std::string> FuzzTokens() {
  return {"<c>",          "</c>",       "<row>",     "</row>",    "<v>",    "</v>",
          "r='A1048576'", "r='XFD1'",   "s='9'",     "t='s'",     "t='d'",  "<f/>",
          "<t/>",         "\n%%\n",     "1e308",     "-1",        "_x",     "_x0000_",
          "&#x0;",        "../",        "<!DOCTYPE", "<![CDATA[", "]]>",    "\xFF",
          "PK\x01\x02",   "PK\x05\x06", "\x01",      "60",        "2958466"};
}
