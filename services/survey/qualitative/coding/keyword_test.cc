#include "services/survey/qualitative/coding/keyword.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/types/span.h"
#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/coding/words.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Words, AreCountedInCodePoints) {
  // An emoji of several code points, and a letter of two.
  const std::vector<Word> words = WordsOf("Ja 👩‍👩‍👧, fu\xcc\x88r 3 Ämter!");
  ASSERT_EQ(words.size(), 4);
  EXPECT_EQ(words[0].span, (TextSpan{0, 2}));
  EXPECT_EQ(words[1].span, (TextSpan{10, 14}));
  EXPECT_EQ(words[1].folded, "für");
  EXPECT_EQ(words[2].span, (TextSpan{15, 16}));
  EXPECT_EQ(words[3].span, (TextSpan{17, 22}));
  EXPECT_THAT(WordsOf(" … !"), IsEmpty());
  // Letters of which nothing is left: fillers of Hangul, U+115F and U+3164.
  EXPECT_THAT(WordsOf("\xe1\x85\x9f \xe3\x85\xa4"), IsEmpty());
}

TEST(WordIndex, FindsKeywordsInContext) {
  const std::vector<std::string> texts = {"Die Verwaltung hilft. Wer hilft der VERWALTUNG?", "",
                                          "Verwaltungen, ja: die Verwaltung"};
  const WordIndex index(texts);
  EXPECT_THAT(index.Find({"verwaltung", false, 1}).hits,
              ElementsAre(KeywordHit{0, {4, 14}, {0, 20}}, KeywordHit{0, {36, 46}, {32, 46}},
                          KeywordHit{2, {22, 32}, {18, 32}}));
  EXPECT_EQ(index.Find({"Verwalt"}).total, 0);
  EXPECT_EQ(index.Find({"Verwalt", true}).total, 4);
  EXPECT_THAT(index.Find({"die verwaltung", false, 0}).hits,
              ElementsAre(KeywordHit{0, {0, 14}, {0, 14}}, KeywordHit{2, {18, 32}, {18, 32}}));
  EXPECT_THAT(index.Find({"verwaltung hil", true, 0}).hits,
              ElementsAre(KeywordHit{0, {4, 20}, {4, 20}}));
  EXPECT_EQ(index.Find({"verwaltung die"}).total, 0) << "over the end of a text";
  EXPECT_EQ(index.Find({"verwaltung verwaltungen"}).total, 0) << "over the end of a text";
  const KeywordPage page = index.Find({"verwaltung", false, 0, 1, 1});
  EXPECT_EQ(page.total, 3);
  EXPECT_THAT(page.hits, ElementsAre(KeywordHit{0, {36, 46}, {36, 46}}));
  const KeywordPage behind = index.Find({"verwaltung", false, 0, INT64_MAX, 1000});
  EXPECT_EQ(behind.total, 3);
  EXPECT_THAT(behind.hits, IsEmpty());
}

// Twelve bytes for each place and four for where it is among those of its word, however short that
// is; and no room is left over.
TEST(WordIndex, TellsWhatItTakes) {
  constexpr size_t kWords = 10'000;
  std::string text;
  for (size_t i = 0; i < kWords; ++i) text += "a ";
  const size_t bytes = WordIndex(absl::MakeConstSpan(&text, 1)).bytes();
  EXPECT_GE(bytes, kWords * 16);
  EXPECT_LT(bytes, kWords * 16 + 1000);
  const std::vector<std::string> long_word = {std::string(1000, 'x')};
  const std::vector<std::string> short_word = {"x"};
  EXPECT_GE(WordIndex(long_word).bytes(), WordIndex(short_word).bytes() + 1000);
}

TEST(WordIndex, RefusesWhatIsNoQuestion) {
  const struct {
    KeywordQuery query;
    const char* told;
  } cases[] = {{{""}, "query.keyword: give one word or several"},
               {{"…"}, "query.keyword"},
               {{"\xff"}, "query.keyword"},
               {{"\xe1\x85\x9f", true}, "query.keyword: give one word or several"},
               {{std::string(201, 'x')}, "query.keyword: give one word or several, at most 200"},
               {{"x", false, 51}, "query.window: give 0 to 50"},
               {{"x", false, -1}, "query.window"},
               {{"x", false, 1, -1}, "query.skip"},
               {{"x", false, 1, 0, 0}, "query.size"},
               {{"x", false, 1, 0, 1001}, "query.size: give 1 to 1000"}};
  for (const auto& c : cases) {
    EXPECT_THAT(Told(CheckKeywordQuery(c.query)), ElementsAre(HasSubstr(c.told)));
  }
  EXPECT_THAT(CheckKeywordQuery({"für Ämter"}), IsEmpty());
}

// Against a search that goes along all words.
TEST(WordIndex, FindsWhatASlowSearchFinds) {
  std::mt19937 random(11);
  const char* const kWords[] = {"Amt", "amtlich", "AMT", "Weg", "Wege", "über"};
  std::vector<std::string> texts(20);
  for (std::string& text : texts) {
    for (int i = 0; i < 30; ++i) absl::StrAppend(&text, kWords[random() % 6], i % 7 ? " " : ". ");
  }
  const WordIndex index(texts);
  for (const bool prefix : {false, true}) {
    for (const char* const keyword : {"amt", "weg", "ÜBER", "amt weg", "wege über amt"}) {
      const std::vector<Word> asked = WordsOf(keyword);
      int64_t expected = 0;
      for (const std::string& text : texts) {
        const std::vector<Word> words = WordsOf(text);
        for (size_t i = 0; i + asked.size() <= words.size(); ++i) {
          bool holds = true;
          for (size_t k = 0; k < asked.size(); ++k) {
            const bool open = prefix && k + 1 == asked.size();
            holds = holds && (open ? words[i + k].folded.rfind(asked[k].folded, 0) == 0
                                   : words[i + k].folded == asked[k].folded);
          }
          expected += holds ? 1 : 0;
        }
      }
      EXPECT_EQ(index.Find({keyword, prefix}).total, expected) << keyword << prefix;
      EXPECT_GT(expected, 0);
    }
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
