#include "services/survey/exchange/tables/xlsx_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/survey/exchange/tables/tables_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(XlsxReader, TextsNumbersAndTruthValues) {
  const TableBook book = Value(ReadXlsx(
      Workbook("<row r='2'><c r='A2' t='s'><v>0</v></c><c t='s'><v>1</v></c>"
               "<c r='D2' t='inlineStr'><is><r><t>in</t></r><r><t> line</t></r></is></c></row>"
               "<row><c><v>1.0</v></c><c t='n'><v>0.30000000000000004</v></c><c t='b'><v>1</v></c>"
               "<c t='b'><v>0</v></c><c t='str'><v>a_x000D_\nb_x005F_x0041_</v></c>"
               "<c t='d'><v>2026-03-01</v></c><c s='5'/><c t='s'><v></v></c></row>",
               "<si><t xml:space='preserve'> Wie alt? </t></si>"
               "<si><r><rPr><b/></rPr><t>fe</t></r><r><t>tt</t></r><rPh><t>no</t></rPh></si>")));
  EXPECT_THAT(Cells(book),
              ElementsAre("survey!A2= Wie alt? ", "survey!B2=fett", "survey!D2=in line",
                          "survey!A3=1", "survey!B3=0.30000000000000004", "survey!C3=TRUE",
                          "survey!D3=FALSE", "survey!E3=a\nb_x0041_", "survey!F3=2026-03-01"));
  EXPECT_THAT(book.findings, IsEmpty());
}

TEST(XlsxReader, DaysByTheFormatOfTheirCells) {
  const std::string styles =
      "<numFmts><numFmt numFmtId='165' formatCode='dd/mm/yyyy'/>"
      "<numFmt numFmtId='166' formatCode='0.0'/></numFmts>"
      "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='165'/><xf numFmtId='166'/>"
      "</cellXfs>";
  const std::string rows =
      "<row><c><v>46082</v></c><c s='1'><v>46082</v></c><c s='2'><v>46082.25</v></c>"
      "<c s='3'><v>46082</v></c><c s='1'><v>60</v></c><c s='9'><v>1</v></c></row>";
  const TableBook book = Value(ReadXlsx(Workbook(rows, "", styles)));
  EXPECT_THAT(Cells(book), ElementsAre("survey!A1=46082", "survey!B1=2026-03-01",
                                       "survey!C1=2026-03-01T06:00:00", "survey!D1=46082",
                                       "survey!E1=60", "survey!F1=1"));
  EXPECT_THAT(
      Findings(book),
      ElementsAre("NOTE survey!B1 The day or time of the cell is taken as 2026-03-01.",
                  "NOTE survey!C1 The day or time of the cell is taken as 2026-03-01T06:00:00.",
                  "NOTE survey!E1 The cell is shown as a day and is none; it is taken as 60."));

  const Parts parts =
      With(WorkbookParts("<sheetData>" + rows + "</sheetData>", "", styles), "xl/workbook.xml",
           "<workbook xmlns:r='r'><workbookPr date1904='1'/><sheets>"
           "<sheet name='survey' r:id='r1'/></sheets></workbook>");
  EXPECT_THAT(Cells(Value(ReadXlsx(Zip(parts))))[1], "survey!B1=2030-03-02");
}

TEST(XlsxReader, WhatIsNotTextIsSaid) {
  const TableBook book = Value(ReadXlsx(Zip(
      WorkbookParts("<sheetData><row><c t='str'><f>A2&amp;\"x\"</f><v>ax</v></c><c><f>1+1</f></c>"
                    "<c t='e'><f>1/0</f><v>#DIV/0!</v></c></row><row><c><f>1</f><v>1</v></c>"
                    "<c><v>abc</v></c></row></sheetData>"
                    "<mergeCells><mergeCell ref='B3:D3'/></mergeCells>"))));
  EXPECT_THAT(Cells(book),
              ElementsAre("survey!A1=ax", "survey!C1=#DIV/0!", "survey!A2=1", "survey!B2=abc"));
  EXPECT_THAT(
      Findings(book),
      ElementsAre(HasSubstr("WARNING survey!B1 A formula without a saved value was left out"),
                  HasSubstr("WARNING survey!C1 The cell shows the error #DIV/0!"),
                  HasSubstr("NOTE survey!A1 2 cells of this column are computed by formulas"),
                  HasSubstr("NOTE survey!C1 1 cells of this column"),
                  HasSubstr("WARNING survey!B2 The cell says that it is a number"),
                  HasSubstr("WARNING survey!B3 The cells B3:D3 are merged")));
}

TEST(XlsxReader, HiddenSheetsAreReadAndOtherThingsAreNot) {
  Parts parts =
      With(WorkbookParts("<sheetData><row><c><v>1</v></c></row></sheetData>"), "xl/workbook.xml",
           "<x:workbook xmlns:x='m' xmlns:rel='r'><x:sheets>"
           "<x:sheet name='survey' state='hidden' sheetId='7' rel:id='r1'/>"
           "<x:sheet name='chart' rel:id='r2'/></x:sheets></x:workbook>");
  parts = With(parts, "xl/comments1.xml", "<comments/>");
  parts = With(parts, "xl/media/image1.png", "png");
  const TableBook book = Value(ReadXlsx(Zip(parts)));
  EXPECT_THAT(Cells(book), ElementsAre("survey!A1=1"));
  EXPECT_THAT(Findings(book), ElementsAre("NOTE !0 Comments on cells are left out.",
                                          "NOTE !0 Pictures in the workbook are left out.",
                                          HasSubstr("NOTE !0 The sheet `chart` is no table"),
                                          "NOTE survey!0 The sheet is hidden; it is read."));
}

}  // namespace
}  // namespace lotse::survey
