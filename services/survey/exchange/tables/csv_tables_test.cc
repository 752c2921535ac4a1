#include "services/survey/exchange/tables/csv_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/survey/exchange/tables/tables_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST(CsvTables, OneFileForEachSheet) {
  const TableBook book = Value(ReadCsvTables(
      {{"survey", "\xEF\xBB\xBFtype,name\r\ntext,\"a, \"\"b\"\"\r\nc\"\r\n\r\nnote, x \r\n"},
       {"choices", "list_name;name\nja;1\n"}}));
  EXPECT_THAT(Cells(book), ElementsAre("survey!A1=type", "survey!B1=name", "survey!A2=text",
                                       "survey!B2=a, \"b\"\nc", "survey!A4=note", "survey!B4= x ",
                                       "choices!A1=list_name", "choices!B1=name", "choices!A2=ja",
                                       "choices!B2=1"))
      << "the row is that of the record, also behind one of two lines";
}

TEST(CsvTables, SheetsOneBelowTheOther) {
  const TableBook book =
      Value(ReadSectionedCsv("survey,,\n,type,name\n,text,a\nchoices,list_name,name\n,ja,1\n"));
  EXPECT_THAT(Cells(book), ElementsAre("survey!A2=type", "survey!B2=name", "survey!A3=text",
                                       "survey!B3=a", "choices!A4=list_name", "choices!B4=name",
                                       "choices!A5=ja", "choices!B5=1"));
}

TEST(CsvTables, WhatIsWrongIsSaidWithItsPlace) {
  const struct {
    std::string content;
    const char* message;
  } cases[] = {
      {"a\n\"b\n", "sheet `survey`, line 2: a quotation mark is opened and never closed"},
      {"a\nb\"c\n", "sheet `survey`, line 2: a quotation mark inside"},
      {"a\nM\xFCnster\n", "sheet `survey`, line 2: not valid UTF-8"},
      {std::string("\xFF\xFE") + "a", "sheet `survey`, the text is UTF-16"},
      {std::string(1001, ','), "sheet `survey`, line 1: more than 1,000 fields"},
      {"a," + std::string(kMaxCellBytes + 1, 'x'), "sheet `survey`, cell B1: a text of"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Refusal(ReadCsvTables({{"survey", c.content}})), StartsWith(c.message));
  }
  EXPECT_THAT(Refusal(ReadCsvTables({{"a", ""}, {"A", ""}})), HasSubstr("two sheets"));
  EXPECT_THAT(Refusal(ReadSectionedCsv(",a\n")), StartsWith("row 1: there is no sheet yet"));
}

TEST(CsvTables, ControlCharactersAreLeftOutWithAWarning) {
  const TableBook book = Value(ReadCsvTables({{"survey", std::string("a\x07z,\x01\n\0", 8)}}));
  EXPECT_THAT(Cells(book), ElementsAre("survey!A1=az"));
  EXPECT_THAT(Findings(book), ElementsAre("WARNING survey!A1 Control characters were left out.",
                                          "WARNING survey!B1 Control characters were left out.",
                                          "WARNING survey!A2 Control characters were left out."));
}

TEST(CsvTables, AreReadBackAsTheyWereWritten) {
  const TableBook book = Value(ReadCsvTables(
      {{"survey", "type,label\n\n,\"=1+1;\n\"\"x\"\"\"\n"}, {"empty", ""}, {"one", "a"}}));
  const std::vector<CsvTable> tables = WriteCsvTables(book);
  EXPECT_TRUE(HasSameCells(Value(ReadCsvTables(tables)), book)) << tables[0].content;
}

TEST(CsvTables, SheetsAreWrittenOneBelowTheOther) {
  const TableBook book = Value(
      ReadCsvTables({{"survey", "type,label\n,\"=1;\n\"\"x\"\"\"\n"}, {"choices", "a,b,c\n"}}));
  const std::string written = WriteSectionedCsv(book);
  EXPECT_EQ(written,
            "survey,,,\r\n,type,label,\r\n,,\"=1;\n\"\"x\"\"\",\r\nchoices,,,\r\n,a,b,c\r\n");
  EXPECT_THAT(Cells(Value(ReadSectionedCsv(written))),
              ElementsAre("survey!A2=type", "survey!B2=label", "survey!B3==1;\n\"x\"",
                          "choices!A5=a", "choices!B5=b", "choices!C5=c"));
}

}  // namespace
}  // namespace lotse::survey
