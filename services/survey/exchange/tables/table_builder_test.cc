#include "services/survey/exchange/tables/table_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/tables/tables_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(TableBuilder, KeepsWhatHasContent) {
  TableBuilder builder;
  ASSERT_TRUE(builder.BeginSheet("a").ok());
  ASSERT_TRUE(builder.AddCell(1, 1, " \n\u00A0").ok());
  ASSERT_TRUE(builder.AddCell(1, 2, " x\r\ny\rz\t").ok());
  ASSERT_TRUE(builder.AddCell(7, 28, "M\xFCnster").ok());
  EXPECT_THAT(Cells(std::move(builder).Finish()),
              ElementsAre("a!B1= x\ny\nz\t", "a!AB7=M\uFFFDnster"));
}

TEST(TableBuilder, CellsComeInOrder) {
  for (const auto& [row, column] : {std::pair(1, 1), {2, 2}, {2, 1}, {0, 1}, {3, 0}}) {
    TableBuilder builder;
    ASSERT_TRUE(builder.BeginSheet("a").ok());
    ASSERT_TRUE(builder.AddCell(2, 2, "x").ok());
    EXPECT_FALSE(builder.AddCell(row, column, "y").ok()) << row << " " << column;
  }
  EXPECT_FALSE(TableBuilder().AddCell(1, 1, "x").ok());
}

TEST(TableBuilder, LimitsAreClearErrors) {
  TableBuilder columns;
  ASSERT_TRUE(columns.BeginSheet("a").ok());
  EXPECT_TRUE(columns.AddCell(1, kMaxTableColumns, "x").ok());
  EXPECT_TRUE(columns.AddCell(1, kMaxTableColumns + 1, " ").ok()) << "empty";
  EXPECT_THAT(columns.AddCell(1, kMaxTableColumns + 2, "x").message(),
              HasSubstr("sheet `a`, cell ALN1: more than 1000 columns"));

  TableBuilder rows;
  ASSERT_TRUE(rows.BeginSheet("a").ok());
  for (int row = 1; row <= kMaxTableRows; ++row) ASSERT_TRUE(rows.AddCell(row, 1, "x").ok());
  EXPECT_THAT(rows.AddCell(1'048'576, 1, "x").message(), HasSubstr("A1048576: more than 50000"));

  TableBuilder text;
  ASSERT_TRUE(text.BeginSheet("a").ok());
  const std::string large(kMaxCellBytes, 'x');
  EXPECT_THAT(text.AddCell(1, 1, large + "x").message(), HasSubstr("a text of 131073 bytes"));
  int row = 1;
  for (std::size_t bytes = large.size(); bytes <= kMaxTableTextBytes; bytes += large.size()) {
    ASSERT_TRUE(text.AddCell(row++, 1, large).ok());
  }
  EXPECT_THAT(text.AddCell(row, 1, "x").message(), HasSubstr("bytes of text; divide it"));

  TableBuilder sheets;
  for (int i = 0; i < kMaxTableSheets; ++i) {
    ASSERT_TRUE(sheets.BeginSheet(absl::StrCat("s", i)).ok());
  }
  EXPECT_THAT(sheets.BeginSheet("more").message(), HasSubstr("more than 100 sheets"));
}

}  // namespace
}  // namespace lotse::survey
