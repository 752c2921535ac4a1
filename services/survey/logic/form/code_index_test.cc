#include "services/survey/logic/form/code_index.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lotse::survey::logic {
namespace {

TEST(CodeIndex, FindsTheFirstOfACode) {
  const std::vector<std::string> codes = {"", "b", "c", "a", "b", "A", "c"};
  const auto code_at = [&](std::size_t place) -> absl::string_view { return codes[place]; };
  const CodeIndex index(1, codes.size(), code_at);
  EXPECT_EQ(index.Find("a", code_at), 3U);
  EXPECT_EQ(index.Find("A", code_at), 5U);
  EXPECT_EQ(index.Find("b", code_at), 1U);
  EXPECT_EQ(index.Find("c", code_at), 2U);
  for (const char* const other : {"", "bb", "B", "d"}) {
    EXPECT_EQ(index.Find(other, code_at), std::nullopt) << other;
  }
  EXPECT_EQ(index.Twice(code_at), 4U);
  EXPECT_EQ(CodeIndex(1, 4, code_at).Twice(code_at), std::nullopt);
}

TEST(CodeIndex, OfNothingFindsNothing) {
  const auto code_at = [](std::size_t) -> absl::string_view { return "a"; };
  EXPECT_EQ(CodeIndex().Find("a", code_at), std::nullopt);
  EXPECT_EQ(CodeIndex(1, 1, code_at).Twice(code_at), std::nullopt);
}

}  // namespace
}  // namespace lotse::survey::logic
