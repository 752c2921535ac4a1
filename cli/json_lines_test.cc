#include "cli/json_lines.h"

#include <gmock/gmock.h>

#include "absl/strings/str_join.h"

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string CellsOf(const CsvRecord& record) {
  return absl::StrJoin(record.fields, "|",
                       [](std::string* out, const CsvField& field) { out->append(field.text); });
}

TEST(JsonLinesTest, EachLineIsARecord) {
  const auto table = ParseJsonLines(
      "{\"b\": \"x\", \"a\": 14, \"c\": null}\n\n"
      "{\"a\": -1.5, \"d\": true, \"b\": \" y \"}\r\n",
      {"e"});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->header, ElementsAre("a", "b", "c", "d", "e"));
  ASSERT_EQ(table->records.size(), 2u);
  EXPECT_EQ(CellsOf(table->records[0]), "14|x|||");
  EXPECT_EQ(CellsOf(table->records[1]), "-1.5| y ||true|");
  EXPECT_EQ(table->records[0].line, 1);
  EXPECT_EQ(table->records[1].line, 3);
  EXPECT_EQ(table->records[1].number, 2);
}

TEST(JsonLinesTest, NumbersAreWrittenWhole) {
  const auto table = ParseJsonLines("{\"a\": 1234567890, \"b\": 1e3}", {});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(CellsOf(table->records[0]), "1234567890|1000");
}

TEST(JsonLinesTest, WrongLinesAreNamed) {
  const struct {
    const char* content;
    const char* what;
  } cases[] = {
      {"", "it has no records"},
      {"\n \n", "it has no records"},
      {"{\"a\": 1}\n[1]", "line 2: is not a JSON object"},
      {"{\"a\": 1}\n{\"a\": ", "line 2: is not a JSON object"},
      {"{\"a\": [1]}", "line 1: 'a' is a list or an object"},
      {"{\"a\": {\"b\": 1}}", "line 1: 'a' is a list or an object"},
      {"{\"a\": \"\xff\"}", "line 1"},
  };
  for (const auto& c : cases) {
    const auto table = ParseJsonLines(c.content, {});
    ASSERT_FALSE(table.ok()) << c.content;
    EXPECT_THAT(std::string(table.status().message()), HasSubstr(c.what));
  }
}

}  // namespace
}  // namespace lotse::cli
