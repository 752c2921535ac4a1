#include "services/reporting/render/style.h"

#include <cmath>
#include <string>

#include "gtest/gtest.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

double Channel(const std::string& hex, size_t at) {
  const double value = std::stoi(hex.substr(at, 2), nullptr, 16) / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double Luminance(const std::string& hex) {
  return 0.2126 * Channel(hex, 1) + 0.7152 * Channel(hex, 3) + 0.0722 * Channel(hex, 5);
}

// WCAG 2.2, definitions of relative luminance and contrast ratio.
double Contrast(const std::string& a, const std::string& b) {
  const double x = Luminance(a);
  const double y = Luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(ColoursTest, TheMeasureIsRight) {
  EXPECT_NEAR(Contrast("#000000", "#ffffff"), 21.0, 1e-9);
  EXPECT_NEAR(Contrast("#767676", "#ffffff"), 4.54, 0.005);
}

TEST(ColoursTest, EveryPairHasItsContrast) {
  for (const colours::Pair& pair : colours::kPairs) {
    EXPECT_GE(Contrast(pair.front, pair.back) * 10, pair.least_tenths)
        << pair.front << " on " << pair.back;
  }
}

TEST(StyleTest, HasNothingThatMarkupWouldEscape) {
  EXPECT_EQ(ReportStyle().find_first_of("<>&\"'"), std::string::npos);
}

TEST(StyleTest, LoadsNothing) {
  for (const char* word : {"url(", "@import", "@font-face", "http", "expression"}) {
    EXPECT_EQ(ReportStyle().find(word), std::string::npos) << word;
  }
}

// Colours come from the measured table alone.
TEST(StyleTest, NamesColoursOnlyAsVariables) {
  const std::string style = ReportStyle();
  const size_t end_of_variables = style.find('}');
  EXPECT_EQ(style.find('#', end_of_variables), std::string::npos);
  EXPECT_EQ(style.find("rgb"), std::string::npos);
}

}  // namespace
}  // namespace lotse::reporting
