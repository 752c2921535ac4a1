#include "services/survey/exchange/tables/xlsx_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "services/survey/exchange/tables/table_builder.h"
#include "services/survey/exchange/tables/tables_testing.h"
#include "services/survey/exchange/tables/xlsx_reader.h"

namespace lotse::survey {
namespace {

using testing::HasSubstr;

TableBook BookWith(absl::string_view sheet, absl::string_view text) {
  TableBuilder builder;
  EXPECT_TRUE(builder.BeginSheet(sheet).ok());
  EXPECT_TRUE(builder.AddCell(3, 2, text).ok());
  return std::move(builder).Finish();
}

TEST(XlsxWriter, WhatIsWrittenIsReadBack) {
  for (const char* text : {"x", "=1+1", "1.0", "TRUE", " a\n\tb ", "_x0041_", "<&\">",
                           "\u00E4\U0001F600", "{=A1}", "http://example.org/a#b", "'a"}) {
    const TableBook book = BookWith("survey", text);
    const absl::StatusOr<std::string> bytes = WriteXlsx(book);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    EXPECT_TRUE(HasSameCells(Value(ReadXlsx(*bytes)), book)) << text;
  }
  EXPECT_EQ(*WriteXlsx(BookWith("a", "b")), *WriteXlsx(BookWith("a", "b")));
}

TEST(XlsxWriter, WhatAWorkbookCannotHoldIsSaid) {
  const auto refusal = [](const TableBook& book) {
    return std::string(WriteXlsx(book).status().message());
  };
  EXPECT_THAT(refusal(BookWith("a/b", "x")), HasSubstr("sheet `a/b`: no name for a sheet"));
  EXPECT_THAT(refusal(BookWith(std::string(32, 'a'), "x")), HasSubstr("no name for a sheet"));
  EXPECT_THAT(refusal(BookWith("a", std::string(32768, 'x'))), HasSubstr("sheet `a`, cell B3: "));
  EXPECT_TRUE(WriteXlsx(BookWith("a", std::string(32767, 'x'))).ok());
}

}  // namespace
}  // namespace lotse::survey
