#include "services/engagement/exchange/row_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::engagement {
namespace {

using Groups = std::vector<std::vector<int>>;

TEST(RowOrder, WhatIsNeededComesFirst) {
  struct Case {
    const char* what;
    std::vector<RowLinks> rows;
    Groups want;
  };
  const Case cases[] = {
      {"nothing", {}, {}},
      {"no needs keep their order", {{"b", {}}, {"a", {}}}, {{0}, {1}}},
      {"a chain backwards", {{"a", {"b"}}, {"b", {"c"}}, {"c", {}}}, {{2}, {1}, {0}}},
      {"what is no row", {{"a", {"x"}}}, {{0}}},
      {"itself", {{"a", {"a"}}}, {{0}}},
      {"a circle is one group", {{"a", {"b"}}, {"b", {"a"}}, {"c", {"a"}}}, {{0, 1}, {2}}},
      {"two circles that meet",
       {{"a", {"b"}}, {"b", {"a", "c"}}, {"c", {"d"}}, {"d", {"c"}}},
       {{2, 3}, {0, 1}}},
      {"the same name twice", {{"a", {}}, {"a", {}}, {"b", {"a"}}}, {{0}, {1}, {2}}},
  };
  for (const Case& c : cases) EXPECT_EQ(OrderRows(c.rows), c.want) << c.what;
}

TEST(RowOrder, ALongChainNeedsNoDeepStack) {
  constexpr int kRows = 200000;
  std::vector<RowLinks> rows;
  for (int i = 0; i < kRows; ++i) rows.push_back({absl::StrCat(i), {absl::StrCat(i + 1)}});
  const Groups groups = OrderRows(rows);
  ASSERT_EQ(groups.size(), kRows);
  EXPECT_EQ(groups.front(), std::vector<int>{kRows - 1});
  EXPECT_EQ(groups.back(), std::vector<int>{0});
}

}  // namespace
}  // namespace lotse::engagement
