#include "services/survey/exchange/xlsform/cell_words.h"

#include <gtest/gtest.h>

#include <string>

namespace lotse::survey {
namespace {

TEST(CellWords, Stripped) {
  EXPECT_EQ(Stripped("\u00A0 a\u00A0b \t\n"), "a\u00A0b");
  EXPECT_EQ(Stripped(" \u2003"), "");
  EXPECT_EQ(Stripped(""), "");
}

TEST(CellWords, TruthValues) {
  for (const char* word : {"yes", "Yes", "TRUE", "true()", "True", "1"}) {
    EXPECT_EQ(TruthOf(word), true) << word;
  }
  for (const char* word : {"no", "NO", "false", "FALSE()", "0"}) {
    EXPECT_EQ(TruthOf(word), false) << word;
  }
  for (const char* word : {"", "ja", "${a} = 1", "yess", "2"}) {
    EXPECT_EQ(TruthOf(word), std::nullopt) << word;
  }
}

TEST(CellWords, Parameters) {
  const struct {
    const char* text;
    const char* parameters;  // nullptr: not any.
  } cases[] = {
      {"", ""},
      {"start=1 end=10", "end=10 start=1"},
      {"start=1;end=5;step=0.5", "end=5 start=1 step=0.5"},
      {"Start = 1, end= 2", "end=2 start=1"},
      {"randomize=true, seed=${a}", "randomize=true seed=${a}"},
      {"app=com.example.x", "app=com.example.x"},
      {"start", nullptr},
      {"start=", nullptr},
      {"=1", nullptr},
      {"a=1 a=2", nullptr},
      {"a=1 b", nullptr},
  };
  for (const auto& c : cases) {
    const auto parameters = ParseParameters(c.text);
    EXPECT_EQ(parameters.has_value(), c.parameters != nullptr) << c.text;
    if (parameters && c.parameters != nullptr) {
      EXPECT_EQ(WriteParameters(*parameters), c.parameters) << c.text;
    }
  }
}

TEST(CellWords, DefaultsThatAreComputed) {
  for (const char* text : {"${a}", "today()", "concat('a', 'b')", "7 * 4", "(1 + 2) div 3",
                           "once(uuid())", "jr:choice-name(1, 2)", "now() - 3"}) {
    EXPECT_TRUE(IsComputed(text)) << text;
  }
  for (const char* text : {"", "5", "-5", "Ja (immer)", "http://example.org/", "2026-03-01", "a b",
                           "a - b", "f(", "()", "<p>1</p>", "- 5", "(0351) 488", "x (y) z"}) {
    EXPECT_FALSE(IsComputed(text)) << text;
  }
}

TEST(CellWords, LiteralsAreReadBack) {
  const struct {
    const char* text;
    const char* literal;
  } cases[] = {
      {"", "''"},
      {"a b", "'a b'"},
      {"it's", "\"it's\""},
      {"\"x\"", "'\"x\"'"},
      {"it's \"x\"", "concat('it', \"'\", 's \"x\"')"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(XpathLiteral(c.text), c.literal);
    EXPECT_EQ(TextOfLiteral(c.literal), c.text);
  }
  for (const char* other : {"", "'", "a", "'a' = 'b'", "concat('a', 'b')", "concat('')"}) {
    EXPECT_EQ(TextOfLiteral(other), std::nullopt) << other;
  }
}

TEST(CellWords, Numerals) {
  for (const char* text : {"0", "-1", "0.5", "-12.25", "100"}) EXPECT_TRUE(IsNumeral(text)) << text;
  for (const char* text : {"", "-", ".5", "1.", "1e3", "1,5", "--1", "1.-5", "a"}) {
    EXPECT_FALSE(IsNumeral(text)) << text;
  }
  EXPECT_TRUE(IsWholeNumeral("-12"));
  EXPECT_FALSE(IsWholeNumeral("1.0"));
}

}  // namespace
}  // namespace lotse::survey
