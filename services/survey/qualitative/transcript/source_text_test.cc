#include "services/survey/qualitative/transcript/source_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/text/text_testing.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {
namespace {

using testing::HasSubstr;

std::string Utf16(const std::u16string& text, bool is_little_endian) {
  std::string bytes;
  for (const char16_t unit : u"\uFEFF" + text) {
    const auto high = static_cast<char>(unit >> 8);
    const auto low = static_cast<char>(unit & 0xFF);
    bytes += is_little_endian ? std::string{low, high} : std::string{high, low};
  }
  return bytes;
}

TEST(SourceText, TakesTheEncodingsOfTranscriptionPrograms) {
  const std::u16string wide = u"Grüße \U0001F469\r\n–";
  const struct {
    std::string bytes;
    const char* text;
  } cases[] = {
      {"", ""},
      {"Grüße", "Grüße"},
      {"\xEF\xBB\xBFGrüße", "Grüße"},
      {"a\r\nb\rc\vd\fe\u0085f\tg", "a\nb\nc\nd\ne\nf\tg"},
      {Utf16(wide, true), "Grüße \U0001F469\n–"},
      {Utf16(wide, false), "Grüße \U0001F469\n–"},
  };
  for (const auto& c : cases) EXPECT_EQ(Value(DecodeSource(c.bytes)), c.text);
}

TEST(SourceText, RefusesOthersWithTheirPlace) {
  const struct {
    std::string bytes;
    const char* message;
  } cases[] = {
      {"ja\nGr\xFC\xDF", "line 2, byte 5: not UTF-8; open the file in a text editor"},
      {std::string("a\0b", 3), "line 1, byte 1: a control character"},
      {"PK\x03\x04", "line 1, byte 2: a control character"},
      {Utf16(u"ab", true) + "x", "line 1, byte 6: half a character of UTF-16"},
      {Utf16(std::u16string(u"\n") + char16_t(0xD83D) + u"x", true),
       "line 2, byte 4: half a pair of UTF-16"},
      {Utf16(std::u16string(1, char16_t(0xDC00)), false), "line 1, byte 2: half a pair of UTF-16"},
      {std::string(kMaxTranscriptBytes + 1, 'a'), "the file has 8388609 bytes; at most 8388608"},
  };
  for (const auto& c : cases) EXPECT_THAT(Refusal(DecodeSource(c.bytes)), HasSubstr(c.message));
}

TEST(SourceText, LinesHaveALimit) {
  EXPECT_THAT(Value(SourceLines("a\n\nb\n")), testing::ElementsAre("a", "", "b"));
  const std::string longest(kMaxLineBytes, 'a');
  EXPECT_TRUE(SourceLines(longest + "\n" + longest).ok());
  EXPECT_THAT(Refusal(SourceLines("\n" + longest + "a")),
              HasSubstr("line 2: it has 262145 bytes; at most 262144"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
