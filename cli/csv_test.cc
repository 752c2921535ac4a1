#include "cli/csv.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "cli/file.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;

// The texts of all records.
std::vector<std::vector<std::string>> Texts(const CsvTable& table) {
  std::vector<std::vector<std::string>> texts;
  for (const CsvRecord& record : table.records) {
    texts.emplace_back();
    for (const CsvField& field : record.fields) texts.back().push_back(field.text);
  }
  return texts;
}

TEST(CsvTest, ReadsTables) {
  struct Case {
    const char* what;
    std::string content;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> records;
  };
  const Case cases[] = {
      {"plain", "a,b\n1,2\n", {"a", "b"}, {{"1", "2"}}},
      {"no line end at the end", "a,b\n1,2", {"a", "b"}, {{"1", "2"}}},
      {"CRLF", "a,b\r\n1,2\r\n", {"a", "b"}, {{"1", "2"}}},
      {"byte order mark",
       "\xef\xbb\xbf"
       "a,b\n1,2\n",
       {"a", "b"},
       {{"1", "2"}}},
      {"semicolons", "a;b\n1,5;2\n", {"a", "b"}, {{"1,5", "2"}}},
      {"quoted separators do not count", "\"a;;;\",b\n1,2\n", {"a;;;", "b"}, {{"1", "2"}}},
      {"quotes", "a,b\n\"x,y\",\"say \"\"no\"\"\"\n", {"a", "b"}, {{"x,y", "say \"no\""}}},
      {"line end inside", "a,b\n\"x\r\ny\",2\n", {"a", "b"}, {{"x\r\ny", "2"}}},
      {"empty fields", "a,b,c\n,,\n\"\",x,\n", {"a", "b", "c"}, {{"", "", ""}, {"", "x", ""}}},
      {"empty lines are skipped", "a,b\n\n1,2\n\r\n", {"a", "b"}, {{"1", "2"}}},
      {"but not in one column", "a\n\nx\n", {"a"}, {{""}, {"x"}}},
      {"header is trimmed, cells are not", " a , b\n x ,2\n", {"a", "b"}, {{" x ", "2"}}},
      {"umlauts", "größe,b\nä,ö\n", {"größe", "b"}, {{"ä", "ö"}}},
      {"lone CR is a character", "a,b\nx\ry,2\n", {"a", "b"}, {{"x\ry", "2"}}},
      {"records of other lengths are kept",
       "a,b\n1\n1,2,3\n",
       {"a", "b"},
       {{"1"}, {"1", "2", "3"}}},
      {"header only", "a,b\n", {"a", "b"}, {}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    const absl::StatusOr<CsvTable> table = ParseCsv(c.content);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(table->header, c.header);
    EXPECT_EQ(Texts(*table), c.records);
  }
}

TEST(CsvTest, CountsRecordsAndLines) {
  const absl::StatusOr<CsvTable> table = ParseCsv("a,b\n\n\"1\n1\",2\n3,\"\n4\"\n");
  ASSERT_TRUE(table.ok());
  ASSERT_EQ(table->records.size(), 2u);
  EXPECT_EQ(table->records[0].number, 1);
  EXPECT_EQ(table->records[0].line, 3);
  EXPECT_EQ(table->records[0].fields[1].line, 4) << "behind a line end inside a field";
  EXPECT_EQ(table->records[1].number, 2);
  EXPECT_EQ(table->records[1].line, 5);
}

// A published table of a municipal survey; how many records and columns it has
// was counted with another program.
TEST(CsvTest, ReadsARealTable) {
  const char* reference = std::getenv("LOTSE_REFERENCE");
  const std::string path = std::string(reference != nullptr ? reference : "../shared/reference") +
                           "/uster-2021/opendata_jugendbefragung.csv";
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) GTEST_SKIP() << "the reference data are not here: " << path;
  const absl::StatusOr<CsvTable> table = ParseCsv(*content);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->header.size(), 76u);
  EXPECT_EQ(table->records.size(), 213u);
  for (const CsvRecord& record : table->records) EXPECT_EQ(record.fields.size(), 76u);
}

TEST(CsvTest, NamesTheLineOfWhatIsWrong) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "no header"},
      {"\xef\xbb\xbf", "no header"},
      {"a,b\n1,x\"y\n", "line 2: a quotation mark inside"},
      {"a,b\n1,\"x\"y\n", "line 2: text behind a closing"},
      {"a,b\n1,2\n1,\"x\n\n", "line 3: a quotation mark is opened and never closed"},
      {"a,b\n1,m\xe4nnlich\n", "line 2: not valid UTF-8"},
      {"a,b\n1,\xc3", "line 2: not valid UTF-8"},
  };
  for (const auto& [content, message] : cases) {
    const absl::StatusOr<CsvTable> table = ParseCsv(content);
    ASSERT_FALSE(table.ok()) << message;
    EXPECT_THAT(std::string(table.status().message()), HasSubstr(message));
  }
}

}  // namespace
}  // namespace lotse::cli
