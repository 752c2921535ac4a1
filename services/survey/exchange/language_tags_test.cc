#include "services/survey/exchange/language_tags.h"

#include <gtest/gtest.h>

#include "runtime/types/text.h"

namespace lotse::survey {
namespace {

TEST(LanguageTags, AsTagsOfBcp47) {
  const struct {
    const char* name;
    const char* tag;  // nullptr: not known.
  } cases[] = {
      {"Deutsch (de)", "de"},
      {"Deutsch", "de"},
      {"german", "de"},
      {"English (en-GB)", "en-GB"},
      {"Englisch", "en"},
      {"Leicht ( de )", "de"},
      {"T\u00FCrk\u00E7e", "tr"},
      {"pt-BR", "pt-BR"},
      {"hsb", "hsb"},
      {"Klingon", nullptr},
      {"", nullptr},
      {"English (UK)", "uk"},
      {"EN-gb", "en-GB"},
      {"x (zh-hant)", "zh-Hant"},
      {"DE", "de"},
      {"(x y)", nullptr},
      {"x (und-x-klingon)", "und-x-klingon"},
      {"Deutsch (einfach)", "de"},
      {"Farsi", "fa"},
      {"Dari", "prs"},
      {"R\u00E4toromanisch", "rm"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(LanguageTag(c.name).value_or("none"), c.tag == nullptr ? "none" : c.tag) << c.name;
  }
}

TEST(LanguageTags, UnknownOnesGetAPrivateTag) {
  EXPECT_EQ(PrivateTag("Klingonisch!"), "und-x-klingoni");
  EXPECT_EQ(PrivateTag("\u4E2D"), "und");
  EXPECT_TRUE(types::IsLanguageTag(PrivateTag("Klingonisch!")));
}

TEST(LanguageTags, NamesAreReadBack) {
  EXPECT_EQ(LanguageName("de"), "Deutsch (de)");
  for (const char* tag : {"de", "zh", "en-GB", "und-x-klingoni", "und", "hsb"}) {
    EXPECT_EQ(LanguageTag(LanguageName(tag)), tag);
  }
}

TEST(LanguageTags, EveryNameHasSome) {
  const struct {
    const char* name;
    const char* tag;
  } cases[] = {{"Fran\u00E7ais", "fr"},
               {" pt-BR ", "pt-BR"},
               {"default", "und"},
               {"", "und"},
               {"\u4E2D", "und"},
               {"Kiswahili ya Tanzania", "und-x-kiswahil"},
               {"und-x-kiswahil", "und-x-kiswahil"}};
  for (const auto& c : cases) {
    EXPECT_EQ(AnyLanguageTag(c.name), c.tag) << c.name;
    EXPECT_TRUE(types::IsLanguageTag(AnyLanguageTag(c.name))) << c.name;
  }
}

}  // namespace
}  // namespace lotse::survey
