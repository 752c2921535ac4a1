#include "services/survey/analysis/classes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace lotse::survey {
namespace {

using v1alpha::Question;

constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();

Question IntegerQuestion(const std::vector<int64_t>& bounds) {
  Question question;
  question.set_kind(Question::KIND_INTEGER);
  question.mutable_class_bounds()->Assign(bounds.begin(), bounds.end());
  return question;
}

TEST(ClassesTest, ABoundBelongsToTheClassAboveIt) {
  const Question question = IntegerQuestion({15, 16, 19});
  const struct {
    int64_t value;
    int index;
  } cases[] = {{kLowest, 0}, {14, 0}, {15, 1}, {16, 2}, {18, 2}, {19, 3}, {kHighest, 3}};
  for (const auto& c : cases) EXPECT_EQ(ClassOf(question, c.value), c.index) << c.value;
}

TEST(ClassesTest, CodesAndLabels) {
  const struct {
    std::vector<int64_t> bounds;
    int index;
    std::string code, german, english;
  } cases[] = {
      {{15, 16, 19}, 0, "min", "unter 15", "under 15"},
      {{15, 16, 19}, 1, "15", "15", "15"},
      {{15, 16, 19}, 2, "16", "16 bis 18", "16 to 18"},
      {{15, 16, 19}, 3, "19", "19 und mehr", "19 and more"},
      {{-5, 0}, 1, "-5", "-5 bis -1", "-5 to -1"},
      {{7}, 0, "min", "unter 7", "under 7"},
      {{7}, 1, "7", "7 und mehr", "7 and more"},
      {{kLowest, 0}, 0, "min", "unter -9223372036854775808", "under -9223372036854775808"},
  };
  for (const auto& c : cases) {
    const Question question = IntegerQuestion(c.bounds);
    EXPECT_EQ(ClassCode(question, c.index), c.code);
    const type::v1alpha::Text label = ClassLabel(question, c.index);
    ASSERT_EQ(label.variants_size(), 2);
    EXPECT_EQ(label.variants(0).language(), "de");
    EXPECT_EQ(label.variants(0).text(), c.german);
    EXPECT_EQ(label.variants(1).language(), "en");
    EXPECT_EQ(label.variants(1).text(), c.english);
  }
}

TEST(ClassesTest, LimitsOfTheQuestionMakeClassesImpossible) {
  Question question = IntegerQuestion({15, 16, 19});
  for (int index = 0; index < 4; ++index) EXPECT_TRUE(IsPossibleClass(question, index)) << index;
  question.set_minimum(14);
  EXPECT_TRUE(IsPossibleClass(question, 0));
  question.set_minimum(15);
  EXPECT_FALSE(IsPossibleClass(question, 0));
  EXPECT_TRUE(IsPossibleClass(question, 1));
  question.set_minimum(16);
  EXPECT_FALSE(IsPossibleClass(question, 1));
  question.set_maximum(19);
  EXPECT_TRUE(IsPossibleClass(question, 3));
  question.set_maximum(18);
  EXPECT_FALSE(IsPossibleClass(question, 3));
  EXPECT_TRUE(IsPossibleClass(question, 2));
}

}  // namespace
}  // namespace lotse::survey
