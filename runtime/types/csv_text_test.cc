#include "runtime/types/csv_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace lotse::types {
namespace {

std::string Field(absl::string_view text, char separator = ',') {
  CsvText csv(separator);
  std::string out;
  csv.AddText(text, &out);
  return out;
}

TEST(CsvText, QuotesAndGuards) {
  using std::string_literals::operator""s;
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"a b", "a b"},
      {" a", "\" a\""},
      {"a ", "\"a \""},
      {"a,b", "\"a,b\""},
      {"a;b", "\"a;b\""},
      {"say \"yes\"", "\"say \"\"yes\"\"\""},
      {"one\ntwo\r\nthree", "\"one\ntwo\r\nthree\""},
      {"Müller 👍🏽 東", "Müller 👍🏽 東"},
      // What a spreadsheet takes for a formula.
      {"=1+1", "'=1+1"},
      {"+49 30", "'+49 30"},
      {"-", "'-"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "\"'\t=1\""},
      {"\r=1", "\"'\r=1\""},
      {"\n=1", "\"'\n=1\""},
      {"=HYPERLINK(\"x\";\"y\")", "\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\""},
      {"＝1+1", "'＝1+1"},
      {"＋1", "'＋1"},
      {"－1", "'－1"},
      {"＠SUM(A1)", "'＠SUM(A1)"},
      {"！", "！"},
      // So that one apostrophe can be taken off again.
      {"'s war gut", "''s war gut"},
      {"a=1", "a=1"},
      {"a\0b"s,
       "a\xEF\xBF\xBD"
       "b"},
  };
  for (const auto& [text, field] : cases) EXPECT_EQ(Field(text), field);
}

// Whatever a text begins with, it comes back; what nobody guarded stays as it is.
TEST(CsvText, TheGuardIsTakenOffAgain) {
  std::vector<std::string> texts = {"",       "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF201",
                                    "\uFF01", "''",      "'=",      "'a",      "\xEF\xBC"};
  for (int first = 1; first < 256; ++first) {
    for (const char* const rest : {"", "1", "'"}) {
      texts.push_back(absl::StrCat(std::string(1, static_cast<char>(first)), rest));
    }
  }
  int guarded = 0;
  for (const std::string& text : texts) {
    std::string field = Field(text);
    if (!field.empty() && field[0] == '"') field = field.substr(1, field.size() - 2);
    field = absl::StrReplaceAll(field, {{"\"\"", "\""}});
    EXPECT_EQ(WithoutGuard(field), text);
    guarded += field != text;
  }
  EXPECT_EQ(guarded, 3 * 8 + 4 + 3);
  for (const char* const field : {"'", "'s war gut", "'!", "=1"}) {
    EXPECT_EQ(WithoutGuard(field), field);
  }
}

TEST(CsvText, RecordsHaveTheirSeparatorAndLineEnd) {
  for (const char separator : {',', ';'}) {
    CsvText csv(separator);
    std::string out;
    for (int record = 0; record < 2; ++record) {
      csv.AddNumber(-9, &out);
      csv.AddText("", &out);
      csv.AddText("x", &out);
      csv.AddNumber(9'007'199'254'740'991, &out);
      csv.EndRecord(&out);
    }
    const std::string s(1, separator);
    const std::string line = absl::StrCat("-9", s, s, "x", s, "9007199254740991\r\n");
    EXPECT_EQ(out, line + line);
  }
}

TEST(CsvText, DecimalsHaveTheirPoint) {
  const struct {
    std::int64_t unscaled;
    int digits;
    char point;
    char separator;
    std::string field;
  } cases[] = {
      {1234, 2, '.', ',', "12.34"},
      {1234, 2, ',', ';', "12,34"},
      {-5, 1, '.', ',', "-0.5"},
      {0, 3, '.', ',', "0.000"},
      {7, 0, ',', ';', "7"},
      {-1234, 2, ',', ',', "\"-12,34\""},
      {INT64_MIN, 6, '.', ',', "-9223372036854.775808"},
  };
  for (const auto& c : cases) {
    CsvText csv(c.separator);
    std::string out;
    csv.AddDecimal(c.unscaled, c.digits, c.point, &out);
    EXPECT_EQ(out, c.field);
  }
}

}  // namespace
}  // namespace lotse::types
