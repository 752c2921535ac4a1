#include "runtime/types/shorten.h"

#include <gtest/gtest.h>

namespace lotse::types {
namespace {

TEST(ShortenTest, CutsBetweenCharacters) {
  const struct {
    const char* text;
    size_t max;
    const char* out;
  } cases[] = {
      {"", 0, ""},       {"abc", 3, "abc"},   {"abcd", 3, "abc..."}, {"a", 0, "..."},
      {"äöü", 6, "äöü"}, {"äöü", 5, "äö..."}, {"äöü", 4, "äö..."},   {"äöü", 3, "ä..."},
      {"äöü", 1, "..."}, {"x😀y", 4, "x..."}, {"x😀y", 5, "x😀..."}, {"\x80\x80", 1, "..."},
  };
  for (const auto& c : cases) EXPECT_EQ(Shorten(c.text, c.max), c.out) << c.text << " " << c.max;
}

}  // namespace
}  // namespace lotse::types
