#include "services/reporting/domain/contrast.h"

#include <gtest/gtest.h>

namespace lotse::reporting {
namespace {

TEST(ParseColour, KnowsOneForm) {
  const auto colour = ParseColour("#1f4E79");
  ASSERT_TRUE(colour.has_value());
  EXPECT_EQ(colour->red, 0x1f);
  EXPECT_EQ(colour->green, 0x4e);
  EXPECT_EQ(colour->blue, 0x79);
  for (const char* text : {"", "#", "1f4e79", "#1f4e7", "#1f4e790", "#1f4e7g", "#0x1f4e", "# 1f4e7",
                           "#-1f4e7", "#fff", "red", "#1f4e7\u00e9"}) {
    EXPECT_FALSE(ParseColour(text).has_value()) << text;
  }
}

TEST(RelativeLuminance, IsThatOfTheStandard) {
  EXPECT_EQ(RelativeLuminance({0, 0, 0}), 0);
  EXPECT_EQ(RelativeLuminance(kWhite), 1'000'000'000);
  // The weights of the channels.
  EXPECT_EQ(RelativeLuminance({255, 0, 0}), 212'600'000);
  EXPECT_EQ(RelativeLuminance({0, 255, 0}), 715'200'000);
  EXPECT_EQ(RelativeLuminance({0, 0, 255}), 72'200'000);
  // Both sides of the knee at 0.04045: 10 / 255 / 12.92, and a power.
  EXPECT_EQ(RelativeLuminance({10, 10, 10}), 3'035'270);
  EXPECT_NEAR(RelativeLuminance({11, 11, 11}), 3'346'535, 2);
}

TEST(ContrastHundredths, IsThatOfTheStandardRoundedDown) {
  struct Case {
    const char* one;
    const char* other;
    int hundredths;
  };
  const Case cases[] = {
      {"#000000", "#ffffff", 2100},
      {"#ffffff", "#000000", 2100},
      {"#7f7f7f", "#7f7f7f", 100},
      // The lightest grey that is dark enough for text on white, and the next one.
      {"#767676", "#ffffff", 454},
      {"#777777", "#ffffff", 447},
      // The lightest for graphics.
      {"#949494", "#ffffff", 303},
      {"#959595", "#ffffff", 299},
      {"#ff0000", "#ffffff", 399},
      {"#0000ff", "#ffffff", 859},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ContrastHundredths(*ParseColour(c.one), *ParseColour(c.other)), c.hundredths)
        << c.one << " and " << c.other;
  }
}

}  // namespace
}  // namespace lotse::reporting
