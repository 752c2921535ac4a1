#include "services/survey/exchange/tables/markdown_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/exchange/tables/tables_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

TEST(MarkdownTables, SheetsOneBelowTheOther) {
  const TableBook book = Value(ReadMarkdownTables(R"(
    | survey  |      |            |
    |---------|:----:|------------|
    |         | type | label      |
    |         | text | a \| \d    |

    | choices | list_name |
    |         | x |   | y
  )"));
  EXPECT_THAT(Cells(book), ElementsAre("survey!A4=type", "survey!B4=label", "survey!A5=text",
                                       "survey!B5=a | \\d", "choices!A7=list_name", "choices!A8=x",
                                       "choices!C8=y"));
  EXPECT_TRUE(book.findings.empty());
}

TEST(MarkdownTables, OtherLinesAreLeftOutWithAWarning) {
  const TableBook book = Value(ReadMarkdownTables("# Form\n| survey |\n| | type |\n"));
  EXPECT_THAT(Cells(book), ElementsAre("survey!A3=type"));
  EXPECT_THAT(Findings(book),
              ElementsAre("WARNING !1 A line that is no row of a table was left out."));
}

TEST(MarkdownTables, WhatIsWrongIsSaidWithItsPlace) {
  EXPECT_THAT(Refusal(ReadMarkdownTables("| | type |")), StartsWith("row 1: there is no sheet"));
  EXPECT_THAT(Refusal(ReadMarkdownTables("| a |\n| | \xFC |")), StartsWith("line 2: not valid"));
  EXPECT_THAT(Refusal(ReadMarkdownTables("| a |\n| b |\n| A |")), StartsWith("there are two"));
}

}  // namespace
}  // namespace lotse::survey
