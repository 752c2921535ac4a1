#include "services/survey/qualitative/coding/coding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/survey/qualitative/coding/coding_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;

TEST(Coding, StandsOnceButMayOverlap) {
  const std::vector<Coding> codings = {
      CodingOf("k1", "wege", "t", {0, 3}, "a", 5), CodingOf("k2", "wege", "t", {0, 4}, "a"),
      CodingOf("k3", "wege", "t", {0, 3}, "b"),    CodingOf("k4", "amt", "t", {0, 3}, "a"),
      CodingOf("k5", "wege", "u", {0, 3}, "a"),    CodingOf("k6", "wege", "t", {0, 3}, "a", 4),
      CodingOf("k0", "wege", "t", {0, 3}, "a", 4)};
  EXPECT_THAT(DoubledCodings(codings), ElementsAre(Doubled{6, 0}, Doubled{6, 5}));
}

TEST(Coding, IsSeenByOthersUnlessTheyCodeBlind) {
  const struct {
    CodingViewer viewer;
    bool blind;
    long seen;
  } cases[] = {{{"a"}, false, 7}, {{"x"}, false, 7},      {{"a"}, true, 4},       {{"b"}, true, 3},
               {{"x"}, true, 0},  {{"x", true}, true, 7}, {{"a", true}, false, 7}};
  const std::vector<Coding> codings = SmallCorpus().codings;
  for (const auto& c : cases) {
    const auto seen = std::count_if(codings.begin(), codings.end(), [&](const Coding& coding) {
      return IsVisibleTo(c.viewer, coding.coder, c.blind);
    });
    EXPECT_EQ(seen, c.seen) << c.viewer.coder << c.blind;
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
