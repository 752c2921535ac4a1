#include "services/survey/engine/versions/constraint_limits.h"

#include <gtest/gtest.h>

#include <string>

namespace lotse::survey {
namespace {

using v1alpha::Question;

Question Of(Question::Kind kind) {
  Question question;
  question.set_code("alter");
  question.set_kind(kind);
  return question;
}

bool Wider(Question::Kind kind, const std::string& before, const std::string& now) {
  return LetsThroughAllBefore(Of(kind), before, Of(kind), now);
}

TEST(ConstraintLimits, OfWholeNumbers) {
  const struct {
    const char* before;
    const char* now;
    bool wider;
    bool back;
  } cases[] = {
      {". > 3", ". > 2", true, false},
      {". >= 14 and . <= 99", ". >= 12 and . <= 99", true, false},
      {". >= 14 and . <= 99", "(. >= 14) and (. < 100)", true, true},
      {". > 13", ". >= 14", true, true},
      {". > 13.5", ". >= 14", true, true},
      {"14 <= .", "${alter} > 13", true, true},
      {". = 5", ". > 0 and . < 9", true, false},
      {". >= -5", ". > -7", true, false},
      {". >= 1 and . <= 5", ". >= 2 and . <= 6", false, false},
      {". <= 5", ". >= 5", false, false},
      // What only lets through less before is not looked at.
      {". >= 14 and ${b} = 1 and . != 20", ". >= 12", true, false},
      {"regex(., '^1') and . < 20", ". < 20", true, false},
      // It cannot be seen.
      {". > 3", ". > 2 or . = 1", false, false},
      {". > 3", "not(. < 2)", false, false},
      {". > 3", ". > 4 and . != 9", false, true},
      {". > 3", ". > ${b}", false, false},
      {". > 3", ". > '2'", false, false},
      {". > 3", "${b} > 2", false, false},
      {". > 3", "../alter > 2", false, false},
      {". > 3", ". + 1 > 2", false, false},
      {". > 3", ". > 2 and", false, false},
      {"1 +", ". > 2", false, false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Wider(Question::KIND_INTEGER, c.before, c.now), c.wider)
        << c.before << " | " << c.now;
    EXPECT_EQ(Wider(Question::KIND_INTEGER, c.now, c.before), c.back) << c.now << " | " << c.before;
  }
}

TEST(ConstraintLimits, OfNumbersWithDecimals) {
  EXPECT_TRUE(Wider(Question::KIND_DECIMAL, ". > 13", ". >= 13"));
  EXPECT_FALSE(Wider(Question::KIND_DECIMAL, ". >= 13", ". > 13"));
  EXPECT_TRUE(Wider(Question::KIND_DECIMAL, ". > 13 and . < 20", ". > 13 and . < 20.5"));
  // There is something between 13 and 14.
  EXPECT_FALSE(Wider(Question::KIND_DECIMAL, ". > 13", ". >= 14"));
  EXPECT_TRUE(Wider(Question::KIND_DECIMAL, ". < 20", ". <= 20"));
  EXPECT_FALSE(Wider(Question::KIND_DECIMAL, ". <= 20", ". < 20"));
}

TEST(ConstraintLimits, MinimumAndMaximumCountBefore) {
  Question was = Of(Question::KIND_INTEGER);
  const Question is = was;
  EXPECT_FALSE(LetsThroughAllBefore(was, "", is, ". >= 14"));
  was.set_minimum(14);
  was.set_maximum(99);
  EXPECT_TRUE(LetsThroughAllBefore(was, "", is, ". >= 14 and . < 100"));
  EXPECT_FALSE(LetsThroughAllBefore(was, "", is, ". >= 14 and . < 99"));
  EXPECT_TRUE(LetsThroughAllBefore(was, ". < 20", is, ". < 20"));
}

TEST(ConstraintLimits, NumbersThatAreNotExactProveNothing) {
  EXPECT_FALSE(Wider(Question::KIND_INTEGER, ". > 9007199254740993", ". > 9007199254740992"));
}

}  // namespace
}  // namespace lotse::survey
