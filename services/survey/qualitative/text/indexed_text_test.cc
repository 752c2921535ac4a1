#include "services/survey/qualitative/text/indexed_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/qualitative/text/text_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<int64_t> Inside(const IndexedText& text) {
  std::vector<int64_t> inside;
  for (int64_t i = 0; i <= text.size(); ++i) {
    if (!text.IsBoundary(i)) inside.push_back(i);
  }
  return inside;
}

TEST(IndexedText, PositionsAndBytesLeadToEachOther) {
  std::string utf8;
  for (int i = 0; i < 300; ++i) utf8 += i % 7 == 0 ? "ü" : i % 11 == 0 ? kFamily : "x";
  for (const std::string& given : {utf8, std::string(500, 'a'), std::string()}) {
    const IndexedText text = Indexed(given);
    std::size_t byte = 0;
    for (int64_t position = 0; position < text.size(); ++position) {
      ASSERT_EQ(text.ByteOf(position), byte);
      const std::size_t size = text.At({position, position + 1}).size();
      for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(text.PositionOf(byte + i), position);
      byte += size;
    }
    EXPECT_EQ(byte, given.size());
    EXPECT_EQ(text.ByteOf(text.size()), byte);
    EXPECT_EQ(text.PositionOf(byte), text.size());
  }
}

TEST(IndexedText, KnowsWhatAReaderSeesAsOneCharacter) {
  const struct {
    std::string text;
    std::vector<int64_t> inside;
  } cases[] = {
      {"", {}},
      {"Müller", {}},
      {absl::StrCat("M", kDecomposed, "r"), {2}},
      {absl::StrCat(kFamily, kFamily), {1, 2, 3, 4, 6, 7, 8, 9}},
      {absl::StrCat(kFlag, kFlag), {1, 3}},
      {"a\r\nb\n\nc\rd", {2}},
      {"\u0308a", {}},
      {"\U0001F44D\U0001F3FD!", {1}},  // A thumb with a tone of skin.
      {"\u1100\u1161\u11A8", {1, 2}},  // A syllable of Korean.
      {"„So“ – sagte sie …", {}},
      {std::string("e") + "\u0301\u0323\u0301 x", {1, 2, 3}},
  };
  for (const auto& c : cases) EXPECT_EQ(Inside(Indexed(c.text)), c.inside) << c.text;
}

TEST(IndexedText, FindsTheNearestBoundary) {
  const IndexedText text = Indexed(absl::StrCat("x", kFamily, "y"));
  EXPECT_EQ(text.BoundaryBefore(3), 1);
  EXPECT_EQ(text.BoundaryBehind(3), 6);
  EXPECT_EQ(text.BoundaryBefore(6), 6);
  EXPECT_EQ(text.BoundaryBehind(7), 7);
}

// Four bytes for each position inside of what is seen as one sign: that may be more than the text.
TEST(IndexedText, TellsWhatItTakes) {
  EXPECT_GE(Indexed(std::string(6400, 'a')).bytes(), 6400u + 100 * 4);
  std::string families;
  for (int i = 0; i < 100; ++i) families += kFamily;
  EXPECT_GE(Indexed(families).bytes(), families.size() + 400 * 4) << "four of five are inside";
}

TEST(IndexedText, CountsLines) {
  const IndexedText text = Indexed("ä\nb\r\nc\rd");
  std::vector<int64_t> lines;
  for (int64_t i = 0; i <= text.size(); ++i) lines.push_back(text.LineOf(i));
  EXPECT_THAT(lines, ElementsAre(1, 1, 2, 2, 2, 3, 3, 4, 4));
}

TEST(IndexedText, RefusesWhatIsNoText) {
  const struct {
    std::string text;
    const char* message;
  } cases[] = {
      {"ä\nb\xC3", "line 2, position 3: a byte that is not UTF-8"},
      {"\xED\xA0\x80", "line 1, position 0: a byte that is not UTF-8"},
      {std::string("geheim\0", 7), "line 1, position 6: a control character"},
      {"a\x1B", "position 1: a control character"},
      {std::string(kMaxTextBytes + 1, 'a'), "the text has 8388609 bytes; at most 8388608"},
      {std::string(kMaxTextCodePoints + 1, 'a'), "the text has more than 2000000 code points"},
  };
  for (const auto& c : cases) {
    const auto text = IndexedText::Make(c.text);
    EXPECT_TRUE(absl::IsInvalidArgument(text.status()));
    EXPECT_THAT(Refusal(text), HasSubstr(c.message));
    EXPECT_THAT(Refusal(text), testing::Not(HasSubstr("geheim")));
  }
  EXPECT_TRUE(IndexedText::Make(std::string(kMaxTextCodePoints, 'a')).ok());
}

}  // namespace
}  // namespace lotse::survey::qualitative
