#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/archive/zip_archive.h"
#include "services/survey/exchange/tables/package_xml.h"
#include "services/survey/exchange/tables/tables_testing.h"
#include "services/survey/exchange/tables/xlsx_reader.h"

// Workbooks that are damaged, too large, or made to do harm.

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kSheet[] = "xl/worksheets/sheet1.xml";

std::string Row(absl::string_view row) {
  return absl::StrCat("<worksheet><sheetData>", row, "</sheetData></worksheet>");
}

TEST(XlsxHostile, DamagedPartsAreNamed) {
  const struct {
    const char* part;
    std::string content;
    const char* message;
  } cases[] = {
      {kSheet, "", "part `xl/worksheets/sheet1.xml`: it is missing"},
      {kSheet, "<worksheet>", "part `xl/worksheets/sheet1.xml`: line 1: not well-formed"},
      {kSheet, "<a>\n\xFF\xFE</a>", "part `xl/worksheets/sheet1.xml`: line 2: a byte"},
      {kSheet, "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a document type declaration"},
      {"_rels/.rels", "", "part `_rels/.rels`: it is missing"},
      {"_rels/.rels", "<Relationships/>", "the file is no workbook"},
      {"xl/workbook.xml", "<document/>", "the file is no workbook"},
      {"xl/_rels/workbook.xml.rels", "<a/>", "sheet `survey`: its part is missing"},
      {"xl/_rels/workbook.xml.rels",
       "<a><Relationship Id='r1' Type='x/worksheet' Target='../../../etc/passwd'/></a>",
       "its target `../../../etc/passwd` leads out of the file"},
      {kSheet, Row("<row><c t='s'><v>0</v></c></row>"), "cell A1: its text is not among"},
      {kSheet, Row("<row><c t='s'><v>-1</v></c></row>"), "cell A1: its text is not among"},
      {kSheet, Row("<row r='0'/>"), "a row without a number from 1 to 1048576"},
      {kSheet, Row("<row r='1048577'/>"), "a row without a number"},
      {kSheet, Row("<row r='x'/>"), "a row without a number"},
      {kSheet, Row("<row r='2'><c r='A1'><v>1</v></c></row>"), "cell A2: the cell says it is `A1`"},
      {kSheet, Row("<row><c r='XFE1'><v>1</v></c></row>"), "the cell says it is `XFE1`"},
      {kSheet, Row("<row><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>"), "out of order"},
      {kSheet, Row("<row r='3'><c><v>1</v></c></row><row r='2'><c><v>1</v></c></row>"),
       "cell A2: the cells are out of order"},
      {"../evil.xml", "x", "part `../evil.xml`: its path leads out of the archive"},
      {"/etc/passwd", "x", "part `/etc/passwd`: its path leads out"},
      {"a\\..\\..\\b", "x", "its path leads out"},
      {"C:\\a", "x", "its path leads out"},
  };
  for (const auto& c : cases) {
    const Parts parts = With(WorkbookParts("<sheetData/>"), c.part, c.content);
    EXPECT_THAT(Refusal(ReadXlsx(Zip(parts))), HasSubstr(c.message)) << c.content;
  }
}

TEST(XlsxHostile, PartsThatGrowTooLargeAreNeverUnpacked) {
  const auto start = std::chrono::steady_clock::now();
  std::string spaces(kWorkbookLimits.part_bytes + 1, ' ');
  EXPECT_THAT(Refusal(ReadXlsx(Zip(With(WorkbookParts(""), kSheet, spaces)))),
              HasSubstr("part `xl/worksheets/sheet1.xml`: it would have 16777217 bytes"));
  spaces.resize(2 << 20);
  EXPECT_THAT(Refusal(ReadXlsx(Zip(With(WorkbookParts(""), kSheet, spaces)))),
              HasSubstr("more than 100 times its size"));
  // One that nobody asks for does no harm.
  EXPECT_THAT(Refusal(ReadXlsx(Zip(With(WorkbookParts("<sheetData/>"), "xl/other.bin", spaces)))),
              "");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(XlsxHostile, PasswordsAndDoublePartsAreRefused) {
  std::string bytes = Workbook("");
  // The general purpose flag of the first entry of the list (APPNOTE 4.4.4).
  const std::size_t entry = bytes.find("PK\x01\x02");
  std::string encrypted = bytes;
  encrypted[entry + 8] = static_cast<char>(encrypted[entry + 8] | 1);
  EXPECT_THAT(Refusal(ReadXlsx(encrypted)), HasSubstr("it has a password"));

  Parts parts = WorkbookParts("<sheetData/>");
  parts.emplace_back("XL/Workbook.xml", "<workbook/>");
  EXPECT_THAT(Refusal(ReadXlsx(Zip(parts))), HasSubstr("it is there twice"));
}

TEST(XlsxHostile, BytesThatAreChangedAreFound) {
  const std::string whole = Workbook("<row><c t='inlineStr'><is><t>abcdefgh</t></is></c></row>");
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    refused += ReadXlsx(changed).ok() ? 0 : 1;
    EXPECT_FALSE(ReadXlsx(whole.substr(0, at)).ok()) << at;
  }
  EXPECT_GT(refused, 50);
}

TEST(XlsxHostile, ManyElementsAndDeepOnesAreClearErrors) {
  std::string cells;
  for (int i = 0; i <= kMaxPartMarks; ++i) absl::StrAppend(&cells, i % 977, "<");
  EXPECT_THAT(Refusal(ReadXlsx(Zip(With(WorkbookParts(""), kSheet, cells)))),
              HasSubstr("more than 2000000 elements"));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) absl::StrAppend(&deep, "<a", i % 97, ">");
  for (int i = 99'999; i >= 0; --i) absl::StrAppend(&deep, "</a", i % 97, ">");
  EXPECT_THAT(Cells(Value(ReadXlsx(Zip(With(WorkbookParts(""), kSheet, deep))))), ElementsAre());
}

TEST(XlsxHostile, CellsAtTheEndOfASheetCostNothing) {
  const TableBook book =
      Value(ReadXlsx(Workbook("<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'/></row>"
                              "<row r='1048576'><c r='A1048576'><v>2</v></c></row>")));
  EXPECT_THAT(Cells(book), ElementsAre("survey!A1=1", "survey!A1048576=2"));
  EXPECT_THAT(Refusal(ReadXlsx(Workbook("<row><c r='XFD1'><v>1</v></c></row>"))),
              HasSubstr("cell XFD1: more than 1000 columns"));
}

TEST(XlsxHostile, OneTextInManyCellsDoesNotGrowWithoutLimit) {
  std::string rows;
  for (int i = 0; i < 200; ++i) rows += "<row><c t='s'><v>0</v></c></row>";
  std::string text;
  for (std::size_t i = 0; i < kMaxCellBytes; ++i)
    text += static_cast<char>('a' + i * (i % 31) % 23);
  EXPECT_THAT(Refusal(ReadXlsx(Workbook(rows, absl::StrCat("<si><t>", text, "</t></si>")))),
              HasSubstr("cell A129: the file has more than 500000 cells or 16777216 bytes"));
}

}  // namespace
}  // namespace lotse::survey
