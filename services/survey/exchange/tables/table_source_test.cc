#include "services/survey/exchange/tables/table_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/survey/exchange/tables/tables_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(TableSource, IsKnownByItsBytes) {
  EXPECT_THAT(Cells(Value(ReadTables(" \n| survey |\n| | type |"))), ElementsAre("survey!A3=type"));
  EXPECT_THAT(Cells(Value(ReadTables("\xEF\xBB\xBFsurvey\n,type\n"))),
              ElementsAre("survey!A2=type"));
  EXPECT_THAT(Cells(Value(ReadTables(Workbook("<row><c t='inlineStr'><is><t>type</t></is></c>"
                                              "</row>")))),
              ElementsAre("survey!A1=type"));
}

TEST(TableSource, OtherFilesAreRefusedWithWhatWouldBeRight) {
  const struct {
    std::string bytes;
    const char* message;
  } cases[] = {
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more", "save it as `Excel workbook (.xlsx)`"},
      {Zip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
            {"content.xml", "<a/>"}}),
       "OpenDocument file (.ods); open it and save it as"},
      {Zip({{"a.txt", "x"}}), "an archive that is no workbook; give an .xlsx file"},
      {Zip({}), "the archive is damaged"},
      {"", "the file is empty"},
      {" \n ", "the file is empty"},
      {std::string("PK\x03\x04 nothing", 12), "the archive is damaged"},
      {std::string(kMaxTableSourceBytes + 1, 'x'), "give at most 4194304"},
      {"\xFF\xD8\xFF a picture", "not valid UTF-8"},
  };
  for (const auto& c : cases) EXPECT_THAT(Refusal(ReadTables(c.bytes)), HasSubstr(c.message));
}

}  // namespace
}  // namespace lotse::survey
