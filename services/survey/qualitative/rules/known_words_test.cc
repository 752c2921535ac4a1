#include "services/survey/qualitative/rules/known_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ComparedWords, AreWithoutCaseAndMarks) {
  EXPECT_THAT(ComparedWords("Frau MÜLLER-Groß, 45"), ElementsAre("frau", "muller", "gross"));
  EXPECT_THAT(ComparedWords("Mu\xCC\x88ller"), ElementsAre("muller")) << "decomposed";
  EXPECT_THAT(ComparedWords("Łukasz Şahin"), ElementsAre("łukasz", "sahin"));
  EXPECT_THAT(ComparedWords(" 12:30 – "), IsEmpty());
  EXPECT_THAT(ComparedWords(""), IsEmpty());
}

TEST(KnownNames, AreFoundAsWords) {
  const std::vector<std::string> known = {"Dr. Anna von Müller", "Ben Ö. Şahin"};
  const KnownNames names(known);
  for (const char* text :
       {"Da sagte anna etwas.", "MÜLLERS Idee", "bei der Mu\xCC\x88ller-Gruppe", "Herr Sahin"}) {
    EXPECT_TRUE(names.AnyIn(text)) << text;
  }
  for (const char* text : {"Die Annahme war falsch.", "von der Leitung", "Dr. Niemand", "Ö", ""}) {
    EXPECT_FALSE(names.AnyIn(text)) << text;
  }
  EXPECT_FALSE(KnownNames({}).AnyIn("Anna"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
