#include "services/survey/logic/questionnaire/dependencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lotse::survey::logic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(OrderOf, PutsEverythingBehindWhatItNeeds) {
  EXPECT_THAT(OrderOf({}).nodes, IsEmpty());
  EXPECT_THAT(OrderOf({{}, {}, {}}).nodes, ElementsAre(0, 1, 2));
  EXPECT_THAT(OrderOf({{2}, {0}, {}}).nodes, ElementsAre(2, 0, 1));
  EXPECT_THAT(OrderOf({{1, 2}, {3}, {3}, {}}).nodes, ElementsAre(3, 1, 2, 0));
  EXPECT_THAT(OrderOf({{1, 1}, {}}).nodes, ElementsAre(1, 0));
  EXPECT_THAT(OrderOf({{1}, {}}).circle, IsEmpty());
}

TEST(OrderOf, FindsCircles) {
  EXPECT_THAT(OrderOf({{0}}).circle, ElementsAre(0, 0));
  EXPECT_THAT(OrderOf({{1}, {2}, {1}}).circle, ElementsAre(1, 2, 1));
  EXPECT_THAT(OrderOf({{}, {2}, {3}, {0, 1}}).circle, ElementsAre(1, 2, 3, 1));
  EXPECT_THAT(OrderOf({{0}}).nodes, IsEmpty());
}

TEST(OrderOf, TakesLongChains) {
  Needs needs(200'000);
  for (std::size_t i = 0; i + 1 < needs.size(); ++i) needs[i] = {i + 1};
  EXPECT_EQ(OrderOf(needs).nodes.front(), needs.size() - 1);
  needs.back() = {0};
  EXPECT_EQ(OrderOf(needs).circle.size(), needs.size() + 1);
}

}  // namespace
}  // namespace lotse::survey::logic
