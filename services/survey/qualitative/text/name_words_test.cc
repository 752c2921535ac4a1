#include "services/survey/qualitative/text/name_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/text/text_testing.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ComparedWords, AreWithoutCaseAndMarks) {
  EXPECT_THAT(ComparedWords("Frau MÜLLER-Groß, 45"), ElementsAre("frau", "muller", "gross"));
  EXPECT_THAT(ComparedWords("Mu\xCC\x88ller"), ElementsAre("muller")) << "decomposed";
  EXPECT_THAT(ComparedWords("Łukasz Şahin"), ElementsAre("łukasz", "sahin"));
  EXPECT_THAT(ComparedWords("मिनी राव"), ElementsAre("मिनी", "राव")) << "vowel signs are letters";
  EXPECT_THAT(ComparedWords(" 12:30 – "), IsEmpty());
  EXPECT_THAT(ComparedWords(""), IsEmpty());
}

TEST(NameWords, HaveTheirPlaces) {
  const IndexedText text = Indexed("kam.Weber d'Mu\xCC\x88ller2Ö\u00ADzil Ⓦeber");
  std::vector<std::string> words;
  for (const NameWord& word : NameWords(text)) {
    words.push_back(absl::StrCat(word.compared, "=", text.At(word.span)));
  }
  EXPECT_THAT(words, ElementsAre("kam=kam", "weber=Weber", "d=d", "muller=Mu\xCC\x88ller",
                                 "ozil=Ö\u00ADzil", "weber=Ⓦeber"));
}

TEST(NameWords, TitlesAndLettersTellNobody) {
  for (const char* word : {"weber", "bo"}) EXPECT_TRUE(TellsSomebody(word)) << word;
  for (const char* word : {"", "w", "ж", "frau", "von"}) EXPECT_FALSE(TellsSomebody(word)) << word;
}

}  // namespace
}  // namespace lotse::survey::qualitative
