#include "services/survey/qualitative/text/word_context.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

TEST(WordContext, HasSoManyWordsOnEachSide) {
  // Eins is 1 to 5, zwei 7 to 11, the e with its accent 12 to 14, vier 15 to 19.
  const auto text = IndexedText::Make("\"Eins, zwei e\xCC\x81 vier!\"");
  ASSERT_TRUE(text.ok()) << text.status();
  const TextSpan all = {0, text->size()};
  const struct {
    TextSpan part, within;
    int words;
    const char* shown;
  } cases[] = {
      {{12, 14}, all, 0, "e\xCC\x81"},
      {{12, 14}, all, 1, "zwei e\xCC\x81 vier"},
      {{12, 14}, all, 2, "Eins, zwei e\xCC\x81 vier"},
      {{12, 14}, all, 50, "Eins, zwei e\xCC\x81 vier"},
      {{12, 14}, {7, 14}, 2, "zwei e\xCC\x81"},
      {{12, 14}, {12, 14}, 2, "e\xCC\x81"},
      {{1, 5}, all, 1, "Eins, zwei"},
      {all, all, 3, "\"Eins, zwei e\xCC\x81 vier!\""},
  };
  for (const auto& c : cases) {
    const TextSpan shown = WithWordsAround(*text, c.part, c.within, c.words);
    EXPECT_EQ(text->At(shown), c.shown) << c.part.begin << " " << c.words;
  }
}

TEST(WordContext, OfALongTextLooksAtWhatIsNear) {
  std::string long_word(500, 'x');
  const auto text = IndexedText::Make(absl::StrCat(long_word, " ab cd ef ", long_word));
  ASSERT_TRUE(text.ok()) << text.status();
  const TextSpan shown = WithWordsAround(*text, {504, 506}, {0, text->size()}, 2);
  EXPECT_EQ(text->At(shown), "ab cd ef") << "a piece of a word is none";
}

}  // namespace
}  // namespace lotse::survey::qualitative
