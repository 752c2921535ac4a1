#include "services/reporting/document/texts.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/survey_texts.h"

namespace lotse::reporting {
namespace {

// All wordings in the order of their declaration: they hold pointers to
// text and nothing else, a Plural being two of them.
template <class Words>
constexpr size_t kNumberOf = sizeof(Words) / sizeof(const char*);
constexpr size_t kWordings = kNumberOf<Wording>;

template <class Words>
const char* At(const Words& words, size_t index) {
  return reinterpret_cast<const char* const*>(&words)[index];
}

std::set<std::string> Placeholders(const std::string& text) {
  std::set<std::string> found;
  for (size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
    found.insert(text.substr(at, 2));
  }
  return found;
}

template <class Words>
void ExpectSamePlaceholders(const Words& german, const Words& english) {
  for (size_t i = 0; i < kNumberOf<Words>; ++i) {
    ASSERT_NE(At(german, i), nullptr) << i;
    ASSERT_NE(At(english, i), nullptr) << At(german, i);
    EXPECT_STRNE(At(german, i), "");
    EXPECT_STRNE(At(english, i), "") << At(german, i);
    EXPECT_EQ(Placeholders(At(german, i)), Placeholders(At(english, i))) << At(german, i);
  }
}

TEST(TextsTest, BothLanguagesFillInTheSameThings) {
  ExpectSamePlaceholders(WordingOf(Language::kGerman), WordingOf(Language::kEnglish));
  ExpectSamePlaceholders(ReportWordingOf(Language::kGerman), ReportWordingOf(Language::kEnglish));
  ExpectSamePlaceholders(SurveyWordingOf(Language::kGerman), SurveyWordingOf(Language::kEnglish));
}

// One word for one thing, so that nobody looks for a difference.
TEST(TextsTest, HasOneWordForASurveyAndForNoAnswer) {
  for (size_t i = 0; i < kWordings; ++i) {
    const std::string german = At(WordingOf(Language::kGerman), i);
    EXPECT_EQ(german.find("Erhebung"), std::string::npos) << german;
    EXPECT_EQ(german.find("hne Angabe"), std::string::npos) << german;
    const std::string english = At(WordingOf(Language::kEnglish), i);
    EXPECT_EQ(english.find("urvey wave"), std::string::npos) << english;
  }
}

TEST(TextsTest, CountsNouns) {
  EXPECT_EQ(Persons(Language::kGerman, 0), "0 Personen");
  EXPECT_EQ(Persons(Language::kGerman, 1), "1 Person");
  EXPECT_EQ(Persons(Language::kGerman, 1038), "1.038 Personen");
  EXPECT_EQ(Persons(Language::kEnglish, 1), "1 person");
  EXPECT_EQ(Persons(Language::kEnglish, 2), "2 people");
  EXPECT_EQ(Answers(Language::kGerman, 1), "1 Antwort");
  EXPECT_EQ(Answers(Language::kGerman, 2), "2 Antworten");
  EXPECT_EQ(Answers(Language::kEnglish, 1), "1 answer");
}

}  // namespace
}  // namespace lotse::reporting
