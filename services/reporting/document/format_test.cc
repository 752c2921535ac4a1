#include "services/reporting/document/format.h"

#include <limits>

#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using lotse::type::v1alpha::Text;

TEST(FormatTest, RoundsHalfUp) {
  const struct {
    int64_t numerator, denominator, per_mille;
  } cases[] = {
      {0, 7, 0},
      {1, 3, 333},
      {2, 3, 667},
      {1, 2000, 1},  // 0.5 goes up
      {1, 2001, 0},
      {3, 2000, 2},
      {5, 2000, 3},
      {412, 1161, 355},
      {420, 1183, 355},
      {120, 100, 1200},
      {int64_t{1} << 53, int64_t{1} << 53, 1000},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(RoundPerMille(c.numerator, c.denominator), c.per_mille)
        << c.numerator << "/" << c.denominator;
  }
  EXPECT_FALSE(RoundPerMille(1, 0).has_value());
  EXPECT_FALSE(RoundPerMille(1, -5).has_value());
  EXPECT_FALSE(RoundPerMille(-1, 5).has_value());
  EXPECT_FALSE(RoundPerMille(std::numeric_limits<int64_t>::max(), 1).has_value());
}

TEST(FormatTest, WritesNumbersInBothLanguages) {
  const struct {
    int64_t value;
    const char* german;
    const char* english;
  } cases[] = {
      {0, "0", "0"},
      {999, "999", "999"},
      {1000, "1.000", "1,000"},
      {1234567, "1.234.567", "1,234,567"},
      {-1038, "\u22121.038", "\u22121,038"},
      {std::numeric_limits<int64_t>::min(), "\u22129.223.372.036.854.775.808",
       "\u22129,223,372,036,854,775,808"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(FormatInteger(Language::kGerman, c.value), c.german);
    EXPECT_EQ(FormatInteger(Language::kEnglish, c.value), c.english);
  }
}

TEST(FormatTest, WritesSharesInBothLanguages) {
  const struct {
    int64_t per_mille;
    const char* german;
    const char* english;
  } cases[] = {
      {355, "35,5\u00a0%", "35.5%"},
      {0, "0,0\u00a0%", "0.0%"},
      {5, "0,5\u00a0%", "0.5%"},
      {1000, "100,0\u00a0%", "100.0%"},
      {-5, "\u22120,5\u00a0%", "\u22120.5%"},
      {-15, "\u22121,5\u00a0%", "\u22121.5%"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(FormatPerMille(Language::kGerman, c.per_mille), c.german);
    EXPECT_EQ(FormatPerMille(Language::kEnglish, c.per_mille), c.english);
  }
  EXPECT_EQ(FormatPercent(Language::kGerman, 25), "25\u00a0%");
  EXPECT_EQ(FormatPercent(Language::kEnglish, 25), "25%");
}

TEST(FormatTest, WritesDatesAndWhatIsKnownOfThem) {
  const struct {
    int year, month, day;
    const char* german;
    const char* english;
  } cases[] = {
      {2026, 11, 22, "22.\u00a0November\u00a02026", "22\u00a0November\u00a02026"},
      {2026, 3, 1, "1.\u00a0März\u00a02026", "1\u00a0March\u00a02026"},
      {2024, 2, 29, "29.\u00a0Februar\u00a02024", "29\u00a0February\u00a02024"},
      {2026, 12, 0, "Dezember\u00a02026", "December\u00a02026"},
      {2026, 0, 0, "2026", "2026"},
      {0, 0, 0, "", ""},
      {2026, 2, 29, "", ""},
      {2026, 13, 1, "", ""},
      {2026, 0, 5, "", ""},
      {2026, 1, -3, "", ""},
  };
  for (const auto& c : cases) {
    const google::type::Date date = MakeDate(c.year, c.month, c.day);
    EXPECT_EQ(FormatDate(Language::kGerman, date), c.german);
    EXPECT_EQ(FormatDate(Language::kEnglish, date), c.english);
  }
}

TEST(FormatTest, KnowsDaysThatExist) {
  EXPECT_TRUE(IsFullDate(MakeDate(2024, 2, 29)));
  EXPECT_FALSE(IsFullDate(MakeDate(2026, 2, 29)));
  EXPECT_FALSE(IsFullDate(MakeDate(2026, 11, 0)));
  EXPECT_FALSE(IsFullDate(MakeDate(0, 11, 1)));
  EXPECT_FALSE(IsFullDate(MakeDate(10000, 1, 1)));
  EXPECT_FALSE(IsFullDate(MakeDate(2026, 1, 300)));
}

TEST(FormatTest, ChoosesTheWantedLanguage) {
  const auto add = [](const char* language, const char* wording, bool plain, Text& text) {
    Text::Variant* variant = text.add_variants();
    variant->set_language(language);
    variant->set_text(wording);
    variant->set_plain_language(plain);
  };
  Text text;
  EXPECT_EQ(ChooseText(text, Language::kGerman), "");
  add("fr", "bonjour", false, text);
  EXPECT_EQ(ChooseText(text, Language::kGerman), "bonjour");
  add("de", "leicht", true, text);
  EXPECT_EQ(ChooseText(text, Language::kGerman), "leicht");
  add("de-AT", "servus", false, text);
  EXPECT_EQ(ChooseText(text, Language::kGerman), "servus");
  add("den", "nicht deutsch", false, text);
  EXPECT_EQ(ChooseText(text, Language::kEnglish), "bonjour");
}

TEST(FormatTest, ReadsLanguageTags) {
  EXPECT_EQ(ParseLanguage("de"), Language::kGerman);
  EXPECT_EQ(ParseLanguage("en"), Language::kEnglish);
  for (const char* tag : {"", "DE", "de-DE", "fr"}) {
    EXPECT_FALSE(ParseLanguage(tag).has_value()) << tag;
  }
  EXPECT_EQ(LanguageTag(Language::kGerman), "de");
  EXPECT_EQ(LanguageTag(Language::kEnglish), "en");
}

TEST(FormatTest, TellsTheLanguageOfATag) {
  for (const char* tag : {"de", "DE", "de-AT", "de-x-1"}) {
    EXPECT_TRUE(IsOfLanguage(tag, Language::kGerman)) << tag;
    EXPECT_FALSE(IsOfLanguage(tag, Language::kEnglish)) << tag;
  }
  for (const char* tag : {"", "d", "den", "tr-de"}) {
    EXPECT_FALSE(IsOfLanguage(tag, Language::kGerman)) << tag;
  }
}

}  // namespace
}  // namespace lotse::reporting
