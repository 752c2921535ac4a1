#include "services/survey/engine/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lotse::survey {
namespace {

TEST(Utf8, TakesCodePointsOfEveryLength) {
  absl::string_view text = "a\u00FC\u20AC\U0001F600";
  std::vector<char32_t> points;
  while (!text.empty()) points.push_back(TakeCodePoint(&text).value());
  EXPECT_EQ(points, (std::vector<char32_t>{U'a', U'\u00FC', U'\u20AC', U'\U0001F600'}));
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
  for (const auto& c : cases) EXPECT_FALSE(IsValidUtf8(c.bytes)) << c.what;
}

TEST(Utf8, AcceptsTheEndsOfEveryRange) {
  for (const char* text : {"", "\x7F", "\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFF",
                           "\U00010000", "\U0010FFFF"}) {
    EXPECT_TRUE(IsValidUtf8(text)) << testing::PrintToString(std::string(text));
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

}  // namespace
}  // namespace lotse::survey
