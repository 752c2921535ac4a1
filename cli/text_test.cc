#include "cli/text.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TextTest, PrintableIsHarmlessAndOnOneLine) {
  EXPECT_EQ(Printable("ä b"), "ä b");
  EXPECT_EQ(Printable("a\nb\tc\r"), "a b c ");
  EXPECT_EQ(Printable("\x1b[31mred\x7f"), "\uFFFD[31mred\uFFFD");
  EXPECT_EQ(Printable("\xc2\x9b"
                      "0m"),
            "\uFFFD0m")
      << "C1 is control, too";
  EXPECT_EQ(Printable("\xff"), "\uFFFD");
}

TEST(TextTest, FirstLineEndsAtTheLineEnd) {
  EXPECT_EQ(FirstLine("Unexpected token.\n# Lotse\n^"), "Unexpected token.");
  EXPECT_EQ(FirstLine("one"), "one");
  EXPECT_EQ(FirstLine("\nx"), "");
}

TEST(TextTest, DisplayWidthCountsColumns) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("größe"), 5);
  EXPECT_EQ(DisplayWidth("a\u0308"), 1) << "a with a combining mark";
  EXPECT_EQ(DisplayWidth("漢字"), 4);
  EXPECT_EQ(DisplayWidth("😀"), 2);
}

TEST(TextTest, WrapsBetweenWordsAndInsideLongOnes) {
  EXPECT_THAT(WrapText("eins zwei drei", 9), ElementsAre("eins zwei", "drei"));
  EXPECT_THAT(WrapText("über Größe", 5), ElementsAre("über", "Größe"));
  EXPECT_THAT(WrapText("Verwaltung ja", 4), ElementsAre("Verw", "altu", "ng", "ja"));
  EXPECT_THAT(WrapText("a/bcd/efghij/k", 8), ElementsAre("a/bcd/", "efghij/k")) << "parts";
  EXPECT_THAT(WrapText("", 10), ElementsAre(""));
}

TEST(TextTest, PadsByColumns) {
  EXPECT_EQ(PadRight("ö", 3), "ö  ");
  EXPECT_EQ(PadRight("lang", 2), "lang");
}

TEST(TextTest, PicksTheWording) {
  const std::pair<const char*, const char*> cases[] = {
      {R"pb(variants { language: "en" text: "E" }
            variants { language: "de" text: "D" })pb",
       "D"},
      {R"pb(variants { language: "en" text: "E" }
            variants { language: "fr" text: "F" })pb",
       "E"},
      {R"pb(variants { language: "de" text: "L" plain_language: true }
            variants { language: "de" text: "D" })pb",
       "D"},
      {R"pb(variants { language: "en" text: "E" }
            variants { language: "de" text: "L" plain_language: true })pb",
       "L"},
      {R"pb(variants { language: "en" text: "E" }
            variants { language: "de-CH" text: "C" })pb",
       "C"},
      {R"pb(variants { language: "de-CH" text: "C" }
            variants { language: "DE" text: "D" })pb",
       "D"},
      {"", ""},
  };
  for (const auto& [proto, wording] : cases) {
    lotse::type::v1alpha::Text text;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(proto, &text));
    EXPECT_EQ(PickWording(text, "de"), wording) << proto;
  }
}

TEST(TextTest, SuggestsWhatIsSimilar) {
  const std::vector<std::string> names = {"GetWave", "ListWaves", "GetSurvey", "CloseWave"};
  EXPECT_THAT(Similar("GetWaev", names), ElementsAre("GetWave"));
  EXPECT_THAT(Similar("wave", names), ElementsAre("CloseWave", "GetWave", "ListWaves"));
  EXPECT_THAT(Similar("Programme", names), IsEmpty());
  EXPECT_EQ(DidYouMean("GetSurvay", names), " (did you mean GetSurvey?)");
  EXPECT_EQ(DidYouMean("Programme", names), "");
  EXPECT_EQ(DidYouMean("--lang", {"--language", "--out", "--language", "--language"}),
            " (did you mean --language?)");
}

}  // namespace
}  // namespace lotse::cli
