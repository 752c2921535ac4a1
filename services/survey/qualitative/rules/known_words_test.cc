#include "services/survey/qualitative/rules/known_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lotse::survey::qualitative {
namespace {

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
