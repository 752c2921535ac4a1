#include "services/reporting/render/style.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/reporting/domain/contrast.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

TEST(ColoursTest, EveryPairHasItsContrast) {
  for (const colours::Pair& pair : colours::kPairs) {
    const auto front = ParseColour(pair.front);
    const auto back = ParseColour(pair.back);
    ASSERT_TRUE(front.has_value() && back.has_value()) << pair.front << " on " << pair.back;
    EXPECT_GE(ContrastHundredths(*front, *back), pair.least_tenths * 10)
        << pair.front << " on " << pair.back;
  }
}

TEST(StyleTest, HasNothingThatMarkupWouldEscape) {
  EXPECT_EQ(ReportStyle().find_first_of("<>&"), std::string::npos);
  EXPECT_EQ(PageStyle("</style><a>&\"'", Language::kGerman).find_first_of("<>&'"),
            std::string::npos);
}

TEST(StyleTest, LoadsNothing) {
  for (const char* word : {"url(", "@import", "@font-face", "http", "expression"}) {
    EXPECT_EQ(ReportStyle().find(word), std::string::npos) << word;
  }
}

// The declarations of the first rule after `from` that is for `selector`.
std::string RuleOf(const std::string& selector, const std::string& from) {
  const std::string style = ReportStyle();
  const size_t start = style.find(selector + " {", style.find(from));
  if (start == std::string::npos) return "";
  return style.substr(start, style.find('}', start) - start);
}

// A shadow that stays at each edge and a cover for it that moves with the
// table, in front of it. On paper nothing scrolls.
TEST(StyleTest, ShowsThatAWideTableGoesOn) {
  const std::string scroll = RuleOf(".scroll", ":root");
  const size_t cover = scroll.find("no-repeat local");
  const size_t shadow = scroll.find("no-repeat scroll");
  ASSERT_NE(cover, std::string::npos);
  ASSERT_NE(shadow, std::string::npos);
  EXPECT_LT(cover, shadow);
  EXPECT_NE(scroll.find("var(--scroll-shadow)"), std::string::npos);
  EXPECT_NE(RuleOf(".scroll", "@media print").find("background: none"), std::string::npos);
  EXPECT_NE(RuleOf(".scroll", "forced-colors").find("background: none"), std::string::npos);
}

// What people wrote has hard breaks, in paragraphs, items and cells. A number and the first word of
// its unit are held together by their space, so that a long unit makes no table wider than a sheet.
TEST(StyleTest, KeepsTheLinesOfTexts) {
  for (const char* selector : {"\np", "\nmain li, th, td", "\ndd"}) {
    EXPECT_NE(RuleOf(selector, ":root").find("white-space: pre-line"), std::string::npos)
        << selector;
  }
  EXPECT_EQ(RuleOf("\n.number", ":root").find("nowrap"), std::string::npos);
  EXPECT_NE(RuleOf(".short", "@media print").find("white-space: pre-line"), std::string::npos);
}

// A title is a string of its own, whatever stands in it.
TEST(StyleTest, PagesHaveATitleAndANumber) {
  EXPECT_EQ(PageStyle("A \"1\"; } x", Language::kGerman),
            "@page { @top-right { content: \"A \\22 1\\22 \\3b  \\7d  x\"; font: 8pt "
            "sans-serif; } @bottom-center { content: \"Seite \" counter(page) \" von \" "
            "counter(pages); font: 8pt sans-serif; } }\n"
            "@page :first { @top-right { content: none; } }\n");
  const std::string long_title = PageStyle(std::string(100000, 'x'), Language::kEnglish);
  EXPECT_NE(long_title.find(absl::StrCat(std::string(90, 'x'), "\\2026 \"")), std::string::npos);
  EXPECT_EQ(long_title.find(std::string(91, 'x')), std::string::npos);
}

TEST(StyleTest, TakesAnAccentColourAndNothingElse) {
  EXPECT_NE(ReportStyle("#123abC").find("--link: #123abC;"), std::string::npos);
  for (const char* bad : {"", "red", "#12345", "#1234567", "#12345;", "#12345g"}) {
    EXPECT_EQ(ReportStyle(bad), ReportStyle()) << bad;
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
