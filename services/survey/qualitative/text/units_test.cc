#include "services/survey/qualitative/text/units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/text/text_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;

TEST(Units, WordsHaveALetterOrDigit) {
  const struct {
    std::string text;
    std::vector<std::string> words;
  } cases[] = {
      {"", {}},
      {" – … (.) ", {}},
      {"Das geht's, oder? 3,5 %", {"Das", "geht's", "oder", "3,5"}},
      {"Müller-Meier aus M\u0075\u0308nchen", {"Müller", "Meier", "aus", "M\u0075\u0308nchen"}},
      {absl::StrCat("ja ", kFamily, " ", kDecomposed, "h"), {"ja", "a\u0308h"}},
  };
  for (const auto& c : cases) {
    const IndexedText text = Indexed(c.text);
    EXPECT_EQ(Texts(text, Words(text)), c.words);
  }
}

TEST(Units, SentencesEndAtNoAbbreviationAndAtEachLine) {
  const struct {
    std::string text;
    std::vector<std::string> sentences;
  } cases[] = {
      {"", {}},
      {" \n ", {}},
      {"Ja. Nein!  Wie bitte?", {"Ja.", "Nein!", "Wie bitte?"}},
      {"Herr Dr. Weber kam. Gut.", {"Herr Dr. Weber kam.", "Gut."}},
      {"Das ist z. B. Köln (Dr. Weber) am Rhein. So kam. Dann ging.",
       {"Das ist z. B. Köln (Dr. Weber) am Rhein.", "So kam.", "Dann ging."}},
      {"Das sagt Dr.\nWeber", {"Das sagt Dr.", "Weber"}},
      {"Im Jahr 300 n. Chr. Geburt", {"Im Jahr 300 n. Chr. Geburt"}},
      {"ohne Punkt\nnoch eine Zeile", {"ohne Punkt", "noch eine Zeile"}},
      {absl::StrCat("Gut ", kFamily, ". Sch", kDecomposed, "n."),
       {absl::StrCat("Gut ", kFamily, "."), absl::StrCat("Sch", kDecomposed, "n.")}},
  };
  for (const auto& c : cases) {
    const IndexedText text = Indexed(c.text);
    EXPECT_EQ(Texts(text, Sentences(text, "de")), c.sentences);
  }
  const IndexedText text = Indexed("Herr Dr. Weber kam.");
  EXPECT_EQ(Sentences(text, "xx").size(), 2u);  // No abbreviations are known.
}

TEST(Units, LinesEndWithAnyLineEnd) {
  const struct {
    const char* text;
    std::vector<TextSpan> lines;
  } cases[] = {
      {"", {{0, 0}}},
      {"ä", {{0, 1}}},
      {"ä\n", {{0, 1}}},
      {"a\r\nü\r\rc", {{0, 1}, {3, 4}, {5, 5}, {6, 7}}},
      {"\n\n", {{0, 0}, {1, 1}}},
  };
  for (const auto& c : cases) EXPECT_EQ(Lines(Indexed(c.text)), c.lines) << c.text;
}

}  // namespace
}  // namespace lotse::survey::qualitative
