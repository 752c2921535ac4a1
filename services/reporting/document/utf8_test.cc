#include "services/reporting/document/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace lotse::reporting {
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

}  // namespace
}  // namespace lotse::reporting
