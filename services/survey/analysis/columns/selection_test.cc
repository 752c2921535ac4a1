#include "services/survey/analysis/columns/selection.h"

#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

// Sizes around whole words.
constexpr std::size_t kSizes[] = {0, 1, 63, 64, 65, 200};

std::vector<std::size_t> Members(const Selection& selection) {
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < selection.people(); ++i) {
    if (selection.Has(i)) members.push_back(i);
  }
  return members;
}

TEST(SelectionTest, NoneAndAll) {
  for (const std::size_t people : kSizes) {
    EXPECT_EQ(Selection::None(people).Count(), 0) << people;
    const Selection all = Selection::All(people);
    EXPECT_EQ(all.Count(), people);
    EXPECT_EQ(Members(all).size(), people) << "a bit of nobody is set";
  }
}

TEST(SelectionTest, WhereTheCodeIsWanted) {
  for (const std::size_t people : kSizes) {
    std::vector<std::uint8_t> codes;
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < people; ++i) {
      codes.push_back(static_cast<std::uint8_t>(i * 7 % 5));
      if (codes.back() == 1 || codes.back() == 4) expected.push_back(i);
    }
    const Selection found = Selection::Where(codes, {false, true, false, false, true});
    EXPECT_EQ(Members(found), expected) << people;
    EXPECT_EQ(found.Count(), expected.size());
  }
  EXPECT_EQ(Selection::Where({3, 255}, {true}).Count(), 0) << "beyond the end is not wanted";
}

TEST(SelectionTest, CombinesSets) {
  Selection even = Selection::None(130), third = Selection::None(130);
  for (std::size_t i = 0; i < 130; i += 2) even.Add(i);
  for (std::size_t i = 0; i < 130; i += 3) third.Add(i);
  struct Case {
    const char* name;
    Selection& (*combine)(Selection& a, const Selection& b);
    bool (*expected)(bool a, bool b);
  };
  const Case cases[] = {
      {"and", [](Selection& a, const Selection& b) -> Selection& { return a &= b; },
       [](bool a, bool b) { return a && b; }},
      {"or", [](Selection& a, const Selection& b) -> Selection& { return a |= b; },
       [](bool a, bool b) { return a || b; }},
      {"without", [](Selection& a, const Selection& b) -> Selection& { return a -= b; },
       [](bool a, bool b) { return a && !b; }},
  };
  for (const Case& c : cases) {
    Selection set = even;
    c.combine(set, third);
    for (std::size_t i = 0; i < 130; ++i) {
      EXPECT_EQ(set.Has(i), c.expected(i % 2 == 0, i % 3 == 0)) << c.name << " " << i;
    }
  }
  EXPECT_NE(even, third);
}

}  // namespace
}  // namespace lotse::survey
