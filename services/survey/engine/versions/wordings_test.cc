#include "services/survey/engine/versions/wordings.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

namespace lotse::survey {
namespace {

TEST(WordingsTest, LikenessIsThatOfDice) {
  const struct {
    const char* a;
    const char* b;
    double likeness;
  } cases[] = {
      {"", "", 1},
      {"", "x", 0},
      {"Dein Alter", "dein  alter ", 1},
      {"ab", "cd", 0},
      // " ab", "ab " and " ab", "abc", "bc ": one of five in common.
      {"ab", "abc", 2.0 / 5},
      {"2", "3", 0},
  };
  for (const auto& c : cases) {
    EXPECT_DOUBLE_EQ(Wording(c.a).LikenessTo(Wording(c.b)), c.likeness) << c.a << " | " << c.b;
    EXPECT_DOUBLE_EQ(Wording(c.b).LikenessTo(Wording(c.a)), c.likeness) << c.b << " | " << c.a;
  }
}

TEST(WordingsTest, TextsAreComparedInTheLanguagesThatBothHave) {
  const struct {
    const char* was;
    const char* is;
    TextChange change;
  } cases[] = {
      {"", "", TextChange::kNone},
      {"variants { language: 'de' text: 'Wie oft?' }",
       "variants { language: 'de' text: 'Wie oft?' }", TextChange::kNone},
      {"", "variants { language: 'de' text: 'Wie oft?' }", TextChange::kNear},
      {"variants { language: 'de' text: 'mehr Zeit/ freie Kapazitäten' }",
       "variants { language: 'de' text: 'mehr Zeit / freie Kapazitäten' }", TextChange::kNear},
      {"variants { language: 'de' text: 'Wie oft?' }",
       "variants { language: 'de' text: 'Wie oft?' } variants { language: 'en' text: 'How often?' "
       "}",
       TextChange::kNear},
      {"variants { language: 'de' text: 'Dein Alter:' }",
       "variants { language: 'de' text: 'Auf welche Schule gehst du?' }", TextChange::kOther},
      // One language is the same: a translation was mended.
      {"variants { language: 'de' text: 'Dein Alter:' } variants { language: 'en' text: 'School?' "
       "}",
       "variants { language: 'de' text: 'Dein Alter:' } variants { language: 'en' text: 'Your age' "
       "}",
       TextChange::kNear},
      {"variants { language: 'de' text: 'Dein Alter:' }",
       "variants { language: 'en' text: 'Your age' }", TextChange::kOther},
      {"variants { language: 'de' text: 'Alter' }",
       "variants { language: 'de' text: 'Alter' plain_language: true }", TextChange::kNear},
  };
  for (const auto& c : cases) {
    type::v1alpha::Text was, is;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(c.was, &was));
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(c.is, &is));
    EXPECT_EQ(CompareTexts(was, is), c.change) << c.was << " | " << c.is;
  }
}

}  // namespace
}  // namespace lotse::survey
