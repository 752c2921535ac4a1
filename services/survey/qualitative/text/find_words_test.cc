#include "services/survey/qualitative/text/find_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/text/text_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What is found, as `term:text`; `~` marks words that only begin as the term.
std::vector<std::string> Found(const std::string& utf8, const std::vector<std::string>& terms) {
  const IndexedText text = Indexed(utf8);
  std::vector<std::string> found;
  const auto search = WordSearch::Make(terms);
  EXPECT_TRUE(search.ok()) << search.status();
  for (const FoundWords& one : Value(search->FindIn(text))) {
    found.push_back(absl::StrCat(one.term, one.is_whole ? ":" : "~", text.At(one.span)));
  }
  return found;
}

TEST(FindWords, FindsWholeWordsWhateverTheirCase) {
  EXPECT_THAT(Found("Frau Müller, MÜLLER und Mu\u0308ller; Obermüller", {"müller"}),
              ElementsAre("0:Müller", "0:MÜLLER", "0:Mu\u0308ller"));
  EXPECT_THAT(Found("Weinstraße WEINSTRASSE wein\u00ADstraße", {"Weinstraße"}),
              ElementsAre("0:Weinstraße", "0:WEINSTRASSE", "0:wein\u00ADstraße"));
  EXPECT_THAT(Found("Müller-Meier", {"Meier"}), ElementsAre("0:Meier"));
  EXPECT_THAT(Found("", {"Meier"}), ElementsAre());
}

TEST(FindWords, MarksWordsThatOnlyBeginSo) {
  EXPECT_THAT(Found("Müllers Haus, Müller's, Müllerstraße, Mülle", {"Müller"}),
              ElementsAre("0~Müllers", "0~Müller's", "0~Müllerstraße"));
}

TEST(FindWords, FindsSeveralWordsAndPrefersTheLongest) {
  EXPECT_THAT(Found("in Neustadt an der\nWeinstraße, in Neustadt, Neustadt an der Aisch",
                    {"Neustadt", "Neustadt an der Weinstraße"}),
              ElementsAre("1:Neustadt an der\nWeinstraße", "0:Neustadt", "0:Neustadt"));
  EXPECT_THAT(Found("Ann Anna", {"Ann", "Anna"}), ElementsAre("0:Ann", "1:Anna"));
  EXPECT_THAT(Found("Herr Dr. Weber", {"Dr. Weber"}), ElementsAre("0:Dr. Weber"));
}

TEST(FindWords, RefusesWhatIsNoTerm) {
  const struct {
    std::vector<std::string> terms;
    const char* message;
  } cases[] = {
      {{"Geheim", " – "}, "term 2: there is no word in it"},
      {{"\xFF"}, "term 1: line 1, position 0: a byte that is not UTF-8"},
      {{std::string(201, 'x')}, "term 1: it has 201 code points; at most 200"},
      {std::vector<std::string>(1'001, "x"), "1001 terms; at most 1000"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Refusal(WordSearch::Make(c.terms)), HasSubstr(c.message));
  }
  std::string many;
  for (std::size_t i = 0; i <= kMaxFoundWords; ++i) many += "x ";
  EXPECT_THAT(Refusal(WordSearch::Make({"x"})->FindIn(Indexed(many))),
              HasSubstr("at more than 100000 places"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
