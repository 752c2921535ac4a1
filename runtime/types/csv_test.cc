#include "runtime/types/csv.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lotse::types {
namespace {

using Records = std::vector<std::vector<std::string>>;

absl::Status ReadAll(absl::string_view content, Records* out) {
  CsvReader reader(content);
  std::vector<CsvField> fields;
  while (!reader.AtEnd()) {
    if (absl::Status s = reader.Next(&fields); !s.ok()) return s;
    out->emplace_back();
    for (const CsvField& field : fields) out->back().push_back(field.text);
  }
  return absl::OkStatus();
}

TEST(Csv, WhatIsWrittenIsReadUnchanged) {
  const Records records = {{"a", "b"},
                           {"", ""},
                           {"x,y", "x;y"},
                           {"\"", "\"\"x\""},
                           {"zwei\nZeilen", "zwei\r\nZeilen"},
                           {" vorn", "hinten "},
                           {"\r", "\t"},
                           {"äöü", "=1+1"}};
  std::string text = "\xef\xbb\xbf";
  for (const auto& record : records) AppendCsvRecord(record, &text);
  Records read;
  ASSERT_TRUE(ReadAll(text, &read).ok());
  EXPECT_EQ(read, records);
}

TEST(Csv, OneEmptyFieldIsNoEmptyLine) {
  std::string text;
  AppendCsvRecord({"a"}, &text);
  AppendCsvRecord({""}, &text);
  EXPECT_EQ(text, "a\r\n\"\"\r\n");
}

TEST(Csv, AnotherSeparatorCanBeNamed) {
  CsvReader reader("a,b\t\"c\td\"\te;f\r\n", '\t');
  std::vector<CsvField> fields;
  ASSERT_TRUE(reader.Next(&fields).ok());
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0].text, "a,b");
  EXPECT_EQ(fields[1].text, "c\td");
  EXPECT_EQ(fields[2].text, "e;f");
  EXPECT_TRUE(reader.AtEnd());
}

TEST(Csv, GoesBackToARecord) {
  const std::string text = "a,b\n\"1\n2\",x\n3,y\n";
  CsvReader reader(text);
  std::vector<CsvField> fields;
  ASSERT_TRUE(reader.Next(&fields).ok());
  const CsvReader::Place first = reader.place();
  ASSERT_TRUE(reader.Next(&fields).ok());
  ASSERT_TRUE(reader.Next(&fields).ok());
  EXPECT_EQ(fields[0].text, "3");
  EXPECT_EQ(fields[0].line, 4);
  reader.GoTo(first);
  ASSERT_TRUE(reader.Next(&fields).ok());
  EXPECT_EQ(fields[0].text, "1\n2");
  EXPECT_EQ(fields[0].line, 2);
}

TEST(Csv, ARecordThatIsTooLongIsLeftOut) {
  const size_t most = CsvReader::kMaxRecordBytes;
  const std::string longs[] = {
      std::string(most + 1, 'x'),
      "a," + std::string(most, 'x'),
      "\"" + std::string(most, '\n') + "\"",
      "\"" + std::string(most, 'x') + "\"\"\n\"\"\",b",
      std::string(16 << 20, 'x'),
  };
  for (const std::string& record : longs) {
    const std::string text = "h\n" + record + "\r\nb\n";
    CsvReader reader(text);
    std::vector<CsvField> fields;
    ASSERT_TRUE(reader.Next(&fields).ok());
    const absl::Status status = reader.Next(&fields);
    EXPECT_EQ(status,
              absl::ResourceExhaustedError("line 2: a record of more than 1 MiB; shorten it"));
    EXPECT_EQ(fields.capacity(), 0u) << "nothing of it is kept";
    ASSERT_TRUE(reader.Next(&fields).ok());
    EXPECT_EQ(fields[0].text, "b");
    EXPECT_EQ(fields[0].line, 3 + std::count(record.begin(), record.end(), '\n'));
    EXPECT_TRUE(reader.AtEnd());
  }
  // As long as it may be, with a line end behind it.
  const std::string text = std::string(most - 2, 'x') + ",y\r\n";
  CsvReader reader(text);
  std::vector<CsvField> fields;
  ASSERT_TRUE(reader.Next(&fields).ok());
  EXPECT_EQ(fields[0].text.size(), most - 2);
  // One that does not end is wrong as a whole.
  const std::string open = "\"" + std::string(2 * most, 'x');
  EXPECT_EQ(CsvReader(open).Next(&fields),
            absl::InvalidArgumentError("line 1: a quotation mark is opened and never closed"));
}

TEST(Csv, WhatIsWrongIsSaidWithItsLine) {
  const std::pair<std::string, absl::string_view> cases[] = {
      {"a\nb\"c\n", "line 2: a quotation mark inside an unquoted field"},
      {"a\n\"b\"c\n", "line 2: text behind a closing quotation mark"},
      {"a\n\"b\n\n", "line 2: a quotation mark is opened and never closed"},
      {std::string(1000, ','), "line 1: more than 1,000 fields in one record"},
  };
  for (const auto& [text, what] : cases) {
    Records read;
    EXPECT_EQ(ReadAll(text, &read).message(), what);
  }
  EXPECT_EQ(CheckCsvText("a\n\xff\n").message(), "line 2: not valid UTF-8; convert the file first");
  EXPECT_TRUE(CheckCsvText("ä\n").ok());
}

}  // namespace
}  // namespace lotse::types
