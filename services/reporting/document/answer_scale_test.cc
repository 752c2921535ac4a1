#include "services/reporting/document/answer_scale.h"

#include <gtest/gtest.h>

namespace lotse::reporting {
namespace {

TEST(AnswerScaleTest, ReadsAScaleFromTheCodes) {
  const struct {
    std::vector<std::string> codes;
    int end;     // 0: no scale
    int middle;  // -1: none
  } cases[] = {
      {{"1", "2", "3", "4", "5"}, 5, 2},
      {{"1", "2", "3", "4", "5", "99"}, 5, 2},
      {{"0", "1", "2", "3", "weiss-nicht"}, 4, -1},
      {{"-1", "0", "1"}, 3, 1},
      {{"-2", "-1", "1", "2"}, 4, -1},
      {{"-2", "1", "2"}, 0, 0},
      {{"1", "2"}, 2, -1},
      {{"1", "2", "3", "4", "5", "6", "7"}, 7, 3},
      {{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}, 11, 5},
      {{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}, 0, 0},
      {{"1"}, 0, 0},
      {{"5", "4", "3"}, 0, 0},
      {{"2147483647", "1"}, 0, 0},
      {{"2147483646", "2147483647", "-2147483648"}, 2, -1},
      {{"2147483647", "-2147483648"}, 0, 0},
      {{"ja", "nein"}, 0, 0},
      {{}, 0, 0},
  };
  for (const auto& c : cases) {
    const std::optional<Scale> scale = ScaleOf(c.codes);
    ASSERT_EQ(scale.has_value(), c.end > 0);
    if (!scale.has_value()) continue;
    EXPECT_EQ(scale->end, c.end);
    EXPECT_EQ(scale->Middle().value_or(-1), c.middle);
  }
}

TEST(AnswerScaleTest, HasTwoPolesOnlyWhereCodesOrWordsSaySo) {
  const struct {
    AnswerOption one;
    AnswerOption other;
    bool two_poles;
  } cases[] = {
      // Agreement, in either order.
      {{"1", "stimme gar nicht zu"}, {"5", "stimme voll zu"}, true},
      {{"1", "Stimme voll und ganz zu"}, {"5", "Stimme überhaupt nicht zu"}, true},
      {{"1", "lehne ab"}, {"4", "stimme zu"}, true},
      {{"1", "keine Zustimmung"}, {"4", "volle Zustimmung"}, true},
      {{"1", "trifft nicht zu"}, {"4", "trifft zu"}, true},
      {{"1", "sehr unzufrieden"}, {"5", "sehr zufrieden"}, true},
      {{"1", "gar nicht zufrieden"}, {"5", "sehr zufrieden"}, true},
      {{"1", "sehr gut"}, {"5", "sehr schlecht"}, true},
      {{"1", "Strongly disagree"}, {"7", "Strongly agree"}, true},
      {{"1", "do not agree at all"}, {"5", "fully agree"}, true},
      {{"1", "very dissatisfied"}, {"5", "very satisfied"}, true},
      {{"1", "does not apply"}, {"4", "applies fully"}, true},
      {{"1", "very poor"}, {"5", "very good"}, true},
      // More or less of one thing.
      {{"1", "nie"}, {"5", "täglich"}, false},
      {{"1", "täglich"}, {"5", "nie"}, false},
      {{"1", "never"}, {"5", "daily"}, false},
      {{"0", "gar nicht wichtig"}, {"4", "sehr wichtig"}, false},
      {{"0", "not at all"}, {"10", "completely"}, false},
      {{"1", "unter 5 Jahre"}, {"4", "über 20 Jahre"}, false},
      // Both ends agree, or are about different things.
      {{"1", "stimme eher zu"}, {"2", "stimme voll zu"}, false},
      {{"1", "nicht zufrieden"}, {"5", "stimme zu"}, false},
      {{"1", "nein"}, {"3", "ja"}, true},
      {{"1", "yes"}, {"3", "no"}, true},
      // Words that only begin like those.
      {{"1", "Januar"}, {"9", "nein"}, false},
      {{"1", "yes"}, {"3", "normal"}, false},
      {{"1", ""}, {"5", ""}, false},
      // What words do not say, codes can.
      {{"-2", "viel weniger"}, {"2", "viel mehr"}, true},
      {{"-1", "a"}, {"2", "b"}, false},
      {{"2", "a"}, {"-2", "b"}, true},
      {{"1.5", "sicher"}, {"-1.5", "unsicher"}, true},
      {{"1.5", "a"}, {"-0.5", "b"}, false},
      {{"inf", "a"}, {"-inf", "b"}, false},
      {{"0", "a"}, {"0", "b"}, false},
      {{"-2147483648", "a"}, {"2147483647", "b"}, false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(HasTwoPoles(c.one, c.other), c.two_poles) << c.one.label << " - " << c.other.label;
  }
}

// Options with these codes; the ends agree and deny that.
std::vector<AnswerOption> Agreement(std::vector<std::string> codes, size_t last) {
  std::vector<AnswerOption> options;
  for (std::string& code : codes) options.push_back({std::move(code), "etwas"});
  options.front().label = "stimme nicht zu";
  options[last].label = "stimme zu";
  return options;
}

TEST(AnswerScaleTest, DrawsTheScaleOrAllOptions) {
  const struct {
    std::vector<AnswerOption> options;
    int end;  // 0: nothing is drawn
    bool two_poles;
  } cases[] = {
      {Agreement({"1", "2", "3", "4", "5"}, 4), 5, true},
      {Agreement({"1", "2", "3", "99"}, 2), 3, true},
      {Agreement({"1", "2"}, 1), 2, false},
      {Agreement({"1", "2", "3", "99"}, 3), 3, false},
      {Agreement({"a", "b", "c"}, 2), 3, true},
      {Agreement({"a", "b", "weiss-nicht"}, 1), 3, false},
      {Agreement({"1", "2", "3", "4", "5", "6", "7"}, 6), 7, true},
      {Agreement({"1", "2", "3", "4", "5", "6", "7", "8"}, 7), 8, false},
      {std::vector<AnswerOption>(11, {"a", "b"}), 11, false},
      {std::vector<AnswerOption>(12, {"a", "b"}), 0, false},
      {{{"a", "b"}}, 0, false},
      {{}, 0, false},
  };
  for (const auto& c : cases) {
    const std::optional<Scale> scale = DrawnScaleOf(c.options);
    ASSERT_EQ(scale.has_value(), c.end > 0) << c.options.size();
    if (!scale.has_value()) continue;
    EXPECT_EQ(scale->first, 0);
    EXPECT_EQ(scale->end, c.end);
    EXPECT_EQ(scale->two_poles, c.two_poles) << c.options.size();
  }
}

}  // namespace
}  // namespace lotse::reporting
