#include "services/survey/qualitative/themes/theme_counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::Optional;

// People of one study with themes that have nothing to do with one another.
ThemeMatrix Matrix(int64_t base, std::vector<int64_t> counts) {
  ThemeMatrix matrix;
  matrix.groups = {"alle"};
  matrix.sizes = {base};
  for (size_t theme = 0; theme < counts.size(); ++theme) {
    matrix.themes.push_back(std::string(1, static_cast<char>('a' + theme)));
  }
  matrix.counts = std::move(counts);
  return matrix;
}

ThemeCounts Protect(const ThemeMatrix& all, size_t asked, std::vector<ToldTheme> told = {}) {
  const auto counts = ProtectCounts(all, asked, told);
  EXPECT_TRUE(counts.ok()) << counts.status();
  return counts.ok() ? *counts : ThemeCounts();
}

TEST(ThemeCounts, FewAreNotShownNorAllButFew) {
  const ThemeCounts counts = Protect(Matrix(42, {17, 3, 40, 0, 42, 5, 37}), 7);
  EXPECT_THAT(counts.base, Optional(42));
  EXPECT_THAT(counts.counts, ElementsAre(Optional(17), std::nullopt, std::nullopt, Optional(0),
                                         Optional(42), Optional(5), Optional(37)));
}

TEST(ThemeCounts, OfTooFewPeopleNothingIsShown) {
  for (const int64_t base : {int64_t{0}, int64_t{9}}) {
    const ThemeCounts counts = Protect(Matrix(base, {base}), 1);
    EXPECT_EQ(counts.base, std::nullopt);
    EXPECT_THAT(counts.counts, ElementsAre(std::nullopt));
  }
  EXPECT_THAT(Protect(Matrix(10, {5}), 1).counts, ElementsAre(Optional(5)));
  EXPECT_THAT(Protect(ThemeMatrix(), 0).counts, ElementsAre()) << "nobody said anything";
}

TEST(ThemeCounts, WhatWasToldStaysSo) {
  const std::vector<ToldTheme> told = {{"a", 42, 17, true}, {"b", 42, 8, false}};
  const ThemeCounts counts = Protect(Matrix(42, {17, 8, 20}), 3, told);
  EXPECT_THAT(counts.counts, ElementsAre(Optional(17), std::nullopt, Optional(20)));
}

TEST(ThemeCounts, ADifferenceToAnEarlierReleaseTellsOfNobody) {
  const struct {
    const char* why;
    int64_t base, count;
    ToldTheme told;
    bool base_is_shown, is_shown;
  } cases[] = {
      {"one more spoke of it", 42, 18, {"a", 42, 17, true}, true, false},
      {"four fewer", 42, 13, {"a", 42, 17, true}, true, false},
      {"five more", 42, 22, {"a", 42, 17, true}, true, true},
      {"it was not told", 42, 18, {"a", 42, 17, false}, true, true},
      {"one more came", 43, 17, {"a", 42, 17, true}, false, false},
      {"one went, and nothing was told", 41, 17, {"b", 42, 3, false}, false, false},
      {"a group came, nobody spoke of it", 49, 17, {"a", 42, 17, true}, true, true},
      {"a group came, one spoke of it", 49, 18, {"a", 42, 17, true}, true, false},
      {"a group came, all but one spoke of it", 49, 23, {"a", 42, 17, true}, true, false},
      {"a code that is gone", 42, 18, {"weg", 42, 17, true}, true, false},
      {"a code that is gone, and far from it", 42, 18, {"weg", 42, 30, true}, true, true},
      {"another theme", 42, 18, {"b", 42, 17, true}, true, true},
  };
  for (const auto& c : cases) {
    ThemeMatrix all = Matrix(c.base, {c.count, 17});
    const ThemeCounts counts = Protect(all, 1, {c.told});
    EXPECT_EQ(counts.base.has_value(), c.base_is_shown) << c.why;
    EXPECT_EQ(counts.counts[0].has_value(), c.is_shown) << c.why;
  }
}

TEST(ThemeCounts, OfWhatIsAboveAndBelowADifferenceToEarlierTellsOfNobody) {
  // All who have `b` have `a`.
  ThemeMatrix all = Matrix(42, {20, 24});
  all.implications = {{1, {0}}};
  // 17 had `b` then, and 24 have it now.
  EXPECT_THAT(Protect(all, 1, {{"b", 42, 17, true}}).counts, ElementsAre(std::nullopt));
  EXPECT_THAT(Protect(Matrix(42, {20, 24}), 1, {{"b", 42, 17, true}}).counts,
              ElementsAre(Optional(20)))
      << "they have nothing to do with one another";
}

TEST(ThemeCounts, EveryEarlierReleaseCounts) {
  const std::vector<ToldTheme> told = {{"a", 42, 17, true}, {"a", 42, 30, true}};
  EXPECT_THAT(Protect(Matrix(42, {18}), 1, told).counts, ElementsAre(std::nullopt));
  EXPECT_THAT(Protect(Matrix(42, {24}), 1, told).counts, ElementsAre(Optional(24)));
}

}  // namespace
}  // namespace lotse::survey::qualitative
