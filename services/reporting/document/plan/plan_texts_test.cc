#include "services/reporting/document/plan/plan_texts.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace lotse::reporting {
namespace {

// PlanWording holds pointers to text and nothing else, a Plural being two of them.
constexpr size_t kWordings = sizeof(PlanWording) / sizeof(const char*);

const char* At(const PlanWording& words, size_t index) {
  return reinterpret_cast<const char* const*>(&words)[index];
}

std::set<std::string> Placeholders(const std::string& text) {
  std::set<std::string> found;
  for (size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
    found.insert(text.substr(at, 2));
  }
  return found;
}

TEST(PlanTextsTest, BothLanguagesFillInTheSameThings) {
  const PlanWording& german = PlanWordingOf(Language::kGerman);
  const PlanWording& english = PlanWordingOf(Language::kEnglish);
  for (size_t i = 0; i < kWordings; ++i) {
    ASSERT_NE(At(german, i), nullptr) << i;
    ASSERT_NE(At(english, i), nullptr) << At(german, i);
    EXPECT_STRNE(At(german, i), "");
    EXPECT_STRNE(At(english, i), "") << At(german, i);
    EXPECT_EQ(Placeholders(At(german, i)), Placeholders(At(english, i))) << At(german, i);
  }
}

// Nothing may suggest that what was done caused the state of a town (D-184). The note of the
// monitoring says just that.
TEST(PlanTextsTest, NoWordingSpeaksOfCauses) {
  const struct {
    Language language;
    const char* words[5];
  } cases[] = {
      {Language::kGerman, {"bewirk", "verursach", "dadurch", "infolge", "führte"}},
      {Language::kEnglish, {"caus", "brought about", "because of", "led to", "effect"}},
  };
  for (const auto& c : cases) {
    const PlanWording& words = PlanWordingOf(c.language);
    for (size_t i = 0; i < kWordings; ++i) {
      if (At(words, i) == words.monitoring_note) continue;
      for (const char* word : c.words) {
        EXPECT_EQ(std::string(At(words, i)).find(word), std::string::npos) << At(words, i);
      }
    }
  }
}

}  // namespace
}  // namespace lotse::reporting
