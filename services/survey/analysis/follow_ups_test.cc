// Tables of questions that not everybody is asked, as they leave the tabulator.
#include "services/survey/analysis/follow_ups.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/disclosure.h"
#include "services/survey/analysis/follow_ups_testing.h"

namespace lotse::survey {
namespace {

using v1alpha::FrequencyTable;
using v1alpha::TabulateWaveResponse;

// 3 said "a", hidden behind the 40 of "b" as a sum of 43. The base of those who were asked because
// of "b" would be the 40.
TEST_F(FollowUpsTest, TheBaseOpensNoProtectedCell) {
  const std::vector<std::string> asked = {Ask("q") + Ask("f", If("q", "ANY_CHOSEN", "b"))};
  const std::vector<Group> groups = {{3, "q=a"}, {20, "q=b f=a"}, {20, "q=b f=b"}, {60, "q=c"}};
  const TabulateWaveResponse tables = Tables(asked, groups);
  EXPECT_EQ(tables.tables(0).protected_count(), 43);
  const FrequencyTable& hidden = tables.tables(1);
  EXPECT_EQ(hidden.not_shown(), FrequencyTable::NOT_SHOWN_CONDITION);
  EXPECT_FALSE(hidden.has_base() || hidden.has_missing() || hidden.has_protected_count() ||
               hidden.base_is_all());
  ASSERT_EQ(hidden.rows_size(), 3);
  for (const auto& row : hidden.rows()) {
    EXPECT_FALSE(row.has_count() || row.has_share_per_mille()) << row.code();
  }
  // The same where a rare answer is none of those it depends on, or nobody gave it.
  EXPECT_EQ(Shown({Ask("q") + Ask("f", If("q", "ANY_CHOSEN", "c"))},
                  {{3, "q=a"}, {40, "q=b"}, {30, "q=c f=a"}, {30, "q=c f=b"}}),
            "q103 f-");
  EXPECT_EQ(Shown(asked, {{3, ""}, {20, "q=b f=a"}, {20, "q=b f=b"}, {60, "q=c"}}), "q103 f-")
      << "those who left the filter out are protected";
}

TEST_F(FollowUpsTest, IsShownWhereTheFilterIsShownInFull) {
  const std::vector<std::string> asked = {Ask("q") + Ask("f", If("q", "ANY_CHOSEN", "b"))};
  const auto with = [&](int left_out) {
    return Shown(asked,
                 {{30, "q=a"}, {20, "q=b f=a"}, {20, "q=b f=b"}, {left_out, "q=b"}, {60, "q=c"}});
  };
  EXPECT_EQ(with(0), "q130 f40");
  for (int few = 1; few < kMinimumCell; ++few)
    EXPECT_EQ(with(few), absl::StrCat("q", 130 + few, " f-"));
  EXPECT_EQ(with(5), "q135 f40");
  // An answer of somebody who was not asked cannot be stored. Should it be, it is no figure.
  EXPECT_EQ(Shown(asked, {{30, "q=a f=a"}, {20, "q=b f=a"}, {20, "q=b f=b"}}), "q70 f-");
}

// Of few who were asked it would be known too closely how many did not answer, were it told apart
// from too few answers: of 11, "at least ten, and not all" is exactly one.
TEST_F(FollowUpsTest, TellsNotWhetherFewAnsweredOrFewDidNot) {
  const std::vector<std::string> asked = {Ask("q") + Ask("f", If("q", "ANY_CHOSEN", "b"))};
  for (int answered = 0; answered <= 11; ++answered) {
    EXPECT_EQ(Shown(asked, {{30, "q=a"}, {answered, "q=b f=a"}, {11 - answered, "q=b"}}),
              answered == 11 ? "q41 f11" : "q41 f-")
        << answered;
  }
}

// 43 said "b". Were the base of those who also said "c" told, so would be that 3 did not.
TEST_F(FollowUpsTest, NoCellOfTwoQuestionsBecomesKnown) {
  const std::string both = If("q", "ANY_CHOSEN", "b") + If("z", "ANY_CHOSEN", "c");
  EXPECT_EQ(Shown({Ask("q") + Ask("z") + Ask("f", both)},
                  {{20, "q=b z=c f=a"}, {20, "q=b z=c f=b"}, {3, "q=b z=a"}, {60, "q=a z=a"}}),
            "q103 z103 f-");
  // 28 of 58 and 28 of 58: both far enough apart, and yet 2 of "b" are in neither base.
  const std::string other = If("q", "ANY_CHOSEN", "b") + If("z", "ANY_CHOSEN", "a");
  EXPECT_EQ(Shown({Ask("q") + Ask("z") + Ask("f", both) + Ask("g", other)}, {{28, "q=b z=c f=a"},
                                                                             {28, "q=b z=a g=a"},
                                                                             {2, "q=b z=b"},
                                                                             {30, "q=a z=a"},
                                                                             {30, "q=a z=b"},
                                                                             {30, "q=a z=c"}}),
            "q148 z148 f- g-");
}

// Where the second question is asked of those only whom the first condition lets through, its table
// is of just these people, and all sets are made of cells of the two.
TEST_F(FollowUpsTest, ConditionsWithinOneAnotherAreShown) {
  const std::string first = If("q", "ANY_CHOSEN", "b");
  const std::vector<Group> groups = {
      {20, "q=b z=c f=a"}, {20, "q=b z=c f=b"}, {30, "q=b z=a"}, {60, "q=a"}};
  EXPECT_EQ(
      Shown({Ask("q") + Ask("z", first) + Ask("f", first + If("z", "ANY_CHOSEN", "c"))}, groups),
      "q130 z70 f40");
  // Skips: "none of a", then of the rest "none of a" of the second.
  const std::string skip = If("q", "NONE_CHOSEN", "a");
  EXPECT_EQ(
      Shown({Ask("q") + Ask("z", skip) + Ask("f", skip + If("z", "NONE_CHOSEN", "a"))}, groups),
      "q130 z70 f40");
  // The same without the first condition: those who were not asked "z" are asked then.
  EXPECT_EQ(Shown({Ask("q") + Ask("z", skip) + Ask("f", If("z", "NONE_CHOSEN", "a"))},
                  {{20, "q=b z=c f=a"}, {30, "q=b z=a"}, {60, "q=a f=b"}}),
            "q110 z50 f80");
  // The order of options does not say the same; then nothing is told.
  EXPECT_EQ(Shown({Ask("q") + Ask("z", skip) +
                   Ask("f", If("q", "NONE_CHOSEN", "c") + If("z", "NONE_CHOSEN", "a"))},
                  groups),
            "q130 z70 f-");
}

TEST_F(FollowUpsTest, WhatIsHiddenHidesWhatDependsOnIt) {
  const std::vector<std::string> asked = {Ask("q") + Ask("z", If("q", "ANY_CHOSEN", "b")) +
                                          Ask("f", If("z", "ANY_CHOSEN", "c"))};
  const std::vector<Group> groups = {
      {20, "q=b z=c f=a"}, {20, "q=b z=c f=b"}, {30, "q=b z=a"}, {60, "q=c"}};
  EXPECT_EQ(Shown(asked, groups), "q130 z70 f40");
  std::vector<Group> few = groups;
  few.push_back({3, "q=a"});
  EXPECT_EQ(Shown(asked, few), "q133 z- f-") << "of the first question";
  few.back() = {3, "q=b z=b"};
  EXPECT_EQ(Shown(asked, few), "q133 z73 f-") << "of the second";
  few.back() = {3, "q=b z=c"};
  EXPECT_EQ(Shown(asked, few), "q133 z73 f-") << "of the third";
}

TEST_F(FollowUpsTest, OfAMultipleChoiceOneOptionIsKnown) {
  const std::string filter = Ask("m", "", "MULTIPLE_CHOICE");
  const auto one = [](const std::string& kind, const std::string& options) {
    return Ask("f", If("m", kind, options));
  };
  const std::vector<Group> ticked = {{20, "m:ab f=a"}, {20, "m:a f=b"}, {30, "m:bc"}, {30, "m:c"}};
  EXPECT_EQ(Shown({filter + one("ANY_CHOSEN", "a")}, ticked), "m100 f40");
  std::vector<Group> few = ticked;
  few.push_back({4, "m:a"});
  EXPECT_EQ(Shown({filter + one("ANY_CHOSEN", "a")}, few), "m104 f-");
  few.back() = {4, "m:ab f=a"};
  EXPECT_EQ(Shown({filter + one("ANY_CHOSEN", "a")}, few), "m104 f44");
  // All but those who ticked it are asked.
  const std::vector<Group> not_ticked = {{30, "m:ab"}, {20, "m:bc f=a"}, {20, "m:c f=b"}};
  EXPECT_EQ(Shown({filter + one("NONE_CHOSEN", "a")}, not_ticked), "m70 f40");
  // Who ticked one or the other would tell who ticked both.
  EXPECT_EQ(Shown({filter + one("ANY_CHOSEN", "ab")},
                  {{20, "m:ab f=a"}, {20, "m:a f=b"}, {30, "m:bc f=c"}, {30, "m:c"}}),
            "m100 f-");
  EXPECT_EQ(Shown({filter + one("NONE_CHOSEN", "ab")}, not_ticked), "m70 f-");
}

TEST_F(FollowUpsTest, NoneChosenIsTheRestOfAllWhoReachedIt) {
  const std::vector<std::string> asked = {Ask("q") + Ask("f", If("q", "NONE_CHOSEN", "a"))};
  const auto with = [&](int left_out) {
    return Shown(asked,
                 {{30, "q=a"}, {20, "q=b f=a"}, {9, "f=b"}, {left_out, "q=c"}, {6, "q=c f=b"}});
  };
  EXPECT_EQ(with(0), "q56 f35");
  EXPECT_EQ(with(2), "q58 f-");
  EXPECT_EQ(with(5), "q61 f35");
}

TEST_F(FollowUpsTest, AnsweredIsTheBase) {
  const std::vector<std::string> asked = {Ask("q") + Ask("f", If("q", "ANSWERED"))};
  const auto with = [&](int left_out) {
    return Shown(asked,
                 {{20, "q=a f=a"}, {20, "q=b f=b"}, {left_out, "q=c"}, {8, "q=c f=b"}, {9, ""}});
  };
  EXPECT_EQ(with(0), "q48 f48");
  EXPECT_EQ(with(4), "q52 f-");
  EXPECT_EQ(with(6), "q54 f48");
  // Everybody answered, so everybody was asked: few who did not answer are protected as of any
  // other question.
  EXPECT_EQ(Shown(asked, {{20, "q=a f=a"}, {20, "q=b f=b"}, {8, "q=c f=b"}, {3, "q=c"}}),
            "q51 f51");
}

TEST_F(FollowUpsTest, OfWhatIsNotTabulatedNothingIsKnown) {
  const std::string follow_up = Ask("f", If("t", "ANSWERED"));
  const std::string text = "questions { code: 't' kind: KIND_TEXT } ";
  const std::string number = "questions { code: 't' kind: KIND_INTEGER } ";
  const std::string classes =
      "questions { code: 't' kind: KIND_INTEGER class_bounds: 10 class_bounds: 20 } ";
  EXPECT_EQ(Shown({text + follow_up}, {{20, "t~x f=a"}, {20, "t~x f=b"}, {30, ""}}), "t? f-");
  EXPECT_EQ(Shown({number + follow_up}, {{20, "t#7 f=a"}, {20, "t#8 f=b"}, {30, ""}}), "t? f-");
  EXPECT_EQ(
      Shown({classes + follow_up}, {{20, "t#7 f=a"}, {20, "t#17 f=b"}, {9, "t#70 f=b"}, {30, ""}}),
      "t49 f49");
  // A text that few are asked for says that it is a text.
  const std::string asked_text =
      "questions { code: 't' kind: KIND_TEXT " + If("q", "ANY_CHOSEN", "a") + "} ";
  EXPECT_EQ(Shown({Ask("q") + asked_text}, {{3, "q=a t~x"}, {40, "q=b"}}), "q43 t?");
}

TEST_F(FollowUpsTest, ItemsOfAMatrixAreFiltersAndFollowUps) {
  const std::string items = "items { code: 'i' } items { code: 'j' } ";
  const std::string matrix = Ask("m", items, "MATRIX");
  const std::vector<std::string> filter = {matrix + Ask("f", If("i", "ANY_CHOSEN", "bc"))};
  const std::vector<Group> groups = {{20, "i=a j=a"}, {30, "i=b j=b f=a"}, {30, "i=c j=a f=b"}};
  EXPECT_EQ(Shown(filter, groups), "i80 j80 f60");
  std::vector<Group> few = groups;
  few.push_back({2, "i=a j=c"});
  EXPECT_EQ(Shown(filter, few), "i82 j82 f60") << "another item decides nothing";
  few.back() = {2, "i=b j=a"};
  EXPECT_EQ(Shown(filter, few), "i82 j82 f-");
  // Each item by itself: of one of them 2 who were asked are missing.
  const std::vector<std::string> follow_up = {
      Ask("q") + Ask("m", If("q", "ANY_CHOSEN", "b") + items, "MATRIX")};
  EXPECT_EQ(
      Shown(follow_up, {{30, "q=a"}, {20, "q=b i=a j=a"}, {20, "q=b i=b j=b"}, {2, "q=b i=a"}}),
      "q72 i42 j-");
}

// The filter is on the first page and the follow-up on the second, which some did not finish.
TEST_F(FollowUpsTest, WhoStoppedInBetweenIsNoSmallGroupEither) {
  const std::vector<std::string> asked = {Ask("q"), Ask("f", If("q", "ANY_CHOSEN", "b"))};
  const auto with = [&](int stopped_b, int stopped_a, int left_out) {
    return Shown(asked,
                 {{30, "q=a"},
                  {20, "q=b f=a"},
                  {20, "q=b f=b"},
                  {left_out, "q=b"},
                  {stopped_b, "q=b", 2},
                  {stopped_a, "q=a", 2}},
                 {.left_out = 0, .left_until = {0, 2}});
  };
  EXPECT_EQ(with(0, 0, 0), "q70 f40") << "nobody stopped";
  EXPECT_EQ(with(0, 0, 6), "q76 f40");
  EXPECT_EQ(with(3, 8, 0), "q81 f-") << "43 said so, 40 answered";
  EXPECT_EQ(with(7, 2, 0), "q79 f-") << "of the 9 who stopped 7 had said so";
  EXPECT_EQ(with(0, 9, 0), "q79 f-") << "none who stopped had said so";
  // Of "b" 47 on the first page, 40 on the second, and 37 on a third: 3 stopped on the second.
  EXPECT_EQ(Shown({asked[0], asked[1], Ask("g", If("q", "ANY_CHOSEN", "b"))},
                  {{30, "q=a"},
                   {20, "q=b f=a g=a"},
                   {17, "q=b f=b g=b"},
                   {7, "q=b", 2},
                   {8, "q=a", 2},
                   {3, "q=b f=b", 3},
                   {7, "q=a", 3}},
                  {.left_out = 0, .left_until = {0, 2, 3}}),
            "q92 f- g-");
  // A filter on the page itself.
  EXPECT_EQ(Shown({Ask("p"), Ask("q") + asked[1]},
                  {{40, "p=a q=a"}, {20, "p=b q=b f=a"}, {20, "p=b q=b f=b"}, {7, "p=b", 2}},
                  {.left_out = 0, .left_until = {0, 2}}),
            "p87 q80 f40");
}

// Which numbers stand behind one reply, one bit each: who gave each answer to the filter, and who
// of those who were asked the follow-up left it out.
struct Behind {
  std::array<uint64_t, 3> chose = {};
  uint64_t left_out = 0;
  TabulateWaveResponse reply;
};

// All that may be between 1 and 4 may be each of these, as far as is known.
bool IsOpen(uint64_t numbers) { return (numbers & 0b11110) == 0 || (~numbers & 0b11110) == 0; }

// Of all waves of 10 to 34 responses with each number of answers to a filter, and of those who left
// out its follow-up, an attacker who knows the rule collects what looks the same.
TEST_F(FollowUpsTest, FailsAgainstTheRuleOnAllSmallTables) {
  const std::vector<std::string> asked = {Ask("q") + Ask("f", If("q", "ANY_CHOSEN", "b"))};
  constexpr int kMost = 34;
  int shown = 0, protected_cells = 0;
  for (int responses = kMinimumBase; responses <= kMost; ++responses) {
    std::map<std::string, Behind> replies;
    for (int a = 0; a <= responses; ++a) {
      for (int b = 0; a + b <= responses; ++b) {
        for (int left_out = 0; left_out <= b; ++left_out) {
          const int c = responses - a - b;
          const int some = (b - left_out) / 2;
          TabulateWaveResponse reply = Tables(asked, {{a, "q=a"},
                                                      {some, "q=b f=a"},
                                                      {b - left_out - some, "q=b f=b"},
                                                      {left_out, "q=b"},
                                                      {c, "q=c"}});
          Behind& behind = replies[reply.SerializeAsString()];
          for (const auto& [cell, count] : {std::pair(0, a), {1, b}, {2, c}}) {
            behind.chose[cell] |= uint64_t{1} << count;
          }
          behind.left_out |= uint64_t{1} << left_out;
          behind.reply = std::move(reply);
        }
      }
    }
    for (const auto& [key, behind] : replies) {
      const FrequencyTable& filter = behind.reply.tables(0);
      for (int cell = 0; cell < 3; ++cell) {
        if (filter.rows(cell).has_count()) continue;
        ++protected_cells;
        ASSERT_TRUE(IsOpen(behind.chose[cell])) << behind.reply.DebugString();
      }
      ASSERT_TRUE(IsOpen(behind.left_out)) << behind.reply.DebugString();
      if (behind.reply.tables(1).has_base()) ++shown;
    }
  }
  EXPECT_GT(shown, 100);
  EXPECT_GT(protected_cells, 100);
}

}  // namespace
}  // namespace lotse::survey
