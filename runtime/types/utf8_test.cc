#include "runtime/types/utf8.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace lotse::types {
namespace {

TEST(Utf8Test, DecodesTheBordersOfEveryLength) {
  const struct {
    std::string bytes;
    char32_t value;
  } cases[] = {
      {std::string("\0", 1), 0},
      {"\x7F", 0x7F},
      {"\xC2\x80", 0x80},
      {"\xDF\xBF", 0x7FF},
      {"\xE0\xA0\x80", 0x800},
      {"\xED\x9F\xBF", 0xD7FF},
      {"\xEE\x80\x80", 0xE000},
      {"\xEF\xBF\xBF", 0xFFFF},
      {"\xF0\x90\x80\x80", 0x10000},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF},
  };
  for (const auto& c : cases) {
    const CodePoint got = DecodeFirst(c.bytes + "x");
    EXPECT_TRUE(got.valid);
    EXPECT_EQ(got.value, c.value);
    EXPECT_EQ(got.size, c.bytes.size());
    EXPECT_TRUE(IsUtf8("a" + c.bytes + "b"));
  }
}

TEST(Utf8Test, RefusesWhatIsNotWellFormed) {
  const std::string cases[] = {
      "\x80",              // continuation without a lead
      "\xC0\xAF",          // overlong
      "\xE0\x9F\xBF",      // overlong
      "\xF0\x8F\xBF\xBF",  // overlong
      "\xED\xA0\x80",      // surrogate
      "\xF4\x90\x80\x80",  // above U+10FFFF
      "\xF5\x80\x80\x80",  // above U+10FFFF
      "\xE2\x82",          // cut off
      "\xE2\x82x",         // out of order
      "\xFF",
  };
  for (const std::string& bytes : cases) {
    const CodePoint got = DecodeFirst(bytes);
    EXPECT_FALSE(got.valid);
    EXPECT_EQ(got.value, char32_t{0xFFFD});
    EXPECT_EQ(got.size, 1u);
    EXPECT_FALSE(IsUtf8("ab" + bytes));
  }
}

TEST(Utf8, TakesCodePointsOfEveryLength) {
  absl::string_view text = "a\u00FC\u20AC\U0001F600";
  std::vector<char32_t> points;
  while (!text.empty()) points.push_back(TakeCodePoint(&text).value());
  EXPECT_EQ(points, (std::vector<char32_t>{U'a', U'\u00FC', U'\u20AC', U'\U0001F600'}));
}

TEST(Utf8, AppendsWhatItTakes) {
  const std::string text = "a\x7F\u0080\u07FF\u0800\uFFFF\U00010000\U0010FFFF";
  std::string again;
  for (absl::string_view rest = text; !rest.empty();) {
    AppendUtf8(TakeCodePoint(&rest).value(), &again);
  }
  EXPECT_EQ(again, text);
}

TEST(Utf8, TakesOuterWhiteSpaceOff) {
  EXPECT_EQ(WithoutOuterSpace("\u00A0\t a \u2003b\n\u3000"), "a \u2003b");
  EXPECT_EQ(WithoutOuterSpace(" \u00A0"), "");
  EXPECT_EQ(WithoutOuterSpace(""), "");
  EXPECT_EQ(WithoutOuterSpace("\xFF \xFF"), "\xFF \xFF");
}

TEST(Utf8, RefusesIllFormedSequences) {
  const struct {
    const char* what;
    std::string bytes;
  } cases[] = {
      {"lone continuation byte", "\x80"},
      {"Latin-1 umlaut", "M\xFCnster"},
      {"cut off at the end", "\xE2\x82"},
      {"overlong slash, two bytes", "\xC0\xAF"},
      {"overlong slash, three bytes", "\xE0\x80\xAF"},
      {"overlong, four bytes", "\xF0\x80\x80\xAF"},
      {"surrogate U+D800", "\xED\xA0\x80"},
      {"above U+10FFFF", "\xF4\x90\x80\x80"},
      {"byte that never occurs", "\xFF"},
      {"second byte is ASCII", "\xC3("},
      {"third byte is ASCII", "\xE2\x82("},
  };
  for (const auto& c : cases) EXPECT_FALSE(IsUtf8(c.bytes)) << c.what;
}

TEST(Utf8, AcceptsTheEndsOfEveryRange) {
  for (const char* text : {"", "\x7F", "\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFF",
                           "\U00010000", "\U0010FFFF"}) {
    EXPECT_TRUE(IsUtf8(text)) << testing::PrintToString(std::string(text));
  }
}

TEST(Utf8, CountsCodePointsAndIllFormedBytes) {
  EXPECT_EQ(CodePointCount("Gr\u00F6\u00DFe"), 5u);
  EXPECT_EQ(CodePointCount("a\xFF\xFE"), 3u);
}

TEST(Utf8, KnowsWhiteSpaceBeyondAscii) {
  for (char32_t c : {U' ', U'\n', U'\u00A0', U'\u2003', U'\u3000'}) EXPECT_TRUE(IsWhiteSpace(c));
  for (char32_t c : {U'a', U'-', U'\u200B', U'\u00AD'}) EXPECT_FALSE(IsWhiteSpace(c));
}

TEST(Utf8, KnowsWhatXmlCannotCarry) {
  const struct {
    std::string text;
    const char* carried;
  } cases[] = {
      {"", ""},
      {"Gr\u00FC\u00DFe\t\r\n\u0085\uFFFD\U0001F600",
       "Gr\u00FC\u00DFe\t\r\n\u0085\uFFFD\U0001F600"},
      {"a\fb", "a\uFFFDb"},
      {"a\vb", "a\uFFFDb"},
      {std::string("a\0b", 3), "a\uFFFDb"},
      {"\x1F", "\uFFFD"},
      {"\uFFFE\uFFFF", "\uFFFD\uFFFD"},
      {"M\xFCnster", "M\uFFFDnster"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ForXml(c.text), c.carried) << testing::PrintToString(c.text);
    EXPECT_EQ(CanBeXml(c.text), c.text == c.carried) << testing::PrintToString(c.text);
    EXPECT_TRUE(CanBeXml(ForXml(c.text)));
  }
}

}  // namespace
}  // namespace lotse::types
