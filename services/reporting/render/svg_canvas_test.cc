#include "services/reporting/render/svg_canvas.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;

TEST(SvgCanvasTest, ScalesInWholeNumbersHalfUp) {
  EXPECT_EQ(svg::OnScale(1000, 1000, 800), 800);
  EXPECT_EQ(svg::OnScale(516, 1000, 800), 413);
  EXPECT_EQ(svg::OnScale(355, 1000, 800), 284);
  EXPECT_EQ(svg::OnScale(1, 1000, 800), 1);
  EXPECT_EQ(svg::OnScale(1, 2, 1), 1);
  EXPECT_EQ(svg::OnScale(-5, 10, 100), 0);
  EXPECT_EQ(svg::OnScale(11, 10, 100), 100);
  EXPECT_EQ(svg::OnScale(5, 0, 100), 0);
  EXPECT_EQ(svg::OnScale(INT64_MAX / 2, INT64_MAX, 1000), 500);
}

TEST(SvgCanvasTest, WrapsByCharacters) {
  const struct {
    std::string text;
    std::vector<std::string> lines;
  } cases[] = {
      {"", {""}},
      {"mehrmals im Monat, aber nicht in jeder Woche und nicht regelmäßig",
       {"mehrmals im Monat, aber nicht in jeder", "Woche und nicht regelmäßig"}},
      {std::string(45, 'x'), {std::string(40, 'x'), "xxxxx"}},
      {"ää ", {"ää"}},
      {"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢",
       {"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "漢"}},
      {std::string(1000, 'x'),
       {std::string(40, 'x'), std::string(40, 'x'), std::string(40, 'x'),
        absl::StrCat(std::string(40, 'x'), "…")}},
      {"a\u202Eb", {"a[U+202E]b"}},
  };
  for (const auto& c : cases) EXPECT_EQ(svg::Wrap(c.text), c.lines);
  EXPECT_THAT(svg::Wrap("eins zwei drei", 5, 2), ElementsAre("eins", "zwei…"));
}

TEST(SvgCanvasTest, WritesShapesInTheirOrderWithIdsOfTheChart) {
  SvgCanvas canvas("c9");
  canvas.Rect({10, 205, 3, 4}, {.fill = canvas.Hatch(), .stroke = "#000000"});
  canvas.BeginGroup();
  canvas.Line(0, 1, 1000, 2, {.stroke = "#111111", .stroke_width = 2, .dashes = "2 4"});
  canvas.EndGroup();
  canvas.Dot(500, 6, 7, {.fill = canvas.Dots(), .stroke = "#222222"});
  canvas.Square(0, 2, 3, 18, {.fill = "#333333"});
  canvas.Text(0, 14, "<a>", {.anchor = "end", .size = 12, .bold = true, .shift = 6});
  canvas.SetHeight(30);
  MarkupWriter out;
  canvas.Write("Name", "Beschreibung", out);
  const pugi::xml_document xml = ParseXml(std::move(out).Finish());
  std::vector<std::string> names;
  for (const pugi::xml_node& node : xml.child("svg").children()) {
    if (node.type() == pugi::node_element) names.push_back(node.name());
  }
  EXPECT_THAT(names, ElementsAre("title", "desc", "defs", "rect", "g", "circle", "rect", "text"));
  EXPECT_THAT(ValuesOf(xml, "//pattern", "id"), ElementsAre("c9_hatch", "c9_dots"));
  EXPECT_THAT(ValuesOf(xml, "/svg/rect", "width"), ElementsAre("20.5%", "18"));
  EXPECT_THAT(ValuesOf(xml, "/svg/g/line", "stroke-dasharray"), ElementsAre("2 4"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), ElementsAre("<a>"));
  EXPECT_STREQ(xml.child("svg").attribute("height").value(), "30");
  EXPECT_STREQ(xml.child("svg").attribute("viewBox").value(), "");
}

// A drawing of rows of 70 px, each one text.
std::string DrawRows(int rows) {
  SvgCanvas canvas("c9");
  int top = 0;
  for (int i = 1; i <= rows; ++i, top += 70) {
    canvas.AllowBreak(top);
    canvas.BeginGroup();
    canvas.Text(0, top + 14, absl::StrCat("row ", i));
    canvas.EndGroup();
  }
  canvas.SetHeight(top);
  MarkupWriter out;
  canvas.Write("Name", "Beschreibung", out);
  return std::move(out).Finish();
}

TEST(SvgCanvasTest, WhatFitsOnASheetIsOnePiece) {
  const pugi::xml_document xml = ParseXml(DrawRows(12));
  EXPECT_THAT(ValuesOf(xml, "/svg", "height"), ElementsAre("840"));
  EXPECT_THAT(ValuesOf(xml, "//g", "transform"), ::testing::Each(""));
}

TEST(SvgCanvasTest, WhatIsLongerComesInPartsBetweenWhichASheetMayEnd) {
  const pugi::xml_document xml = ParseXml(DrawRows(13));
  EXPECT_THAT(ValuesOf(xml, "/div", "role"), ElementsAre("img"));
  EXPECT_THAT(ValuesOf(xml, "/div", "aria-labelledby"), ElementsAre("c9_title"));
  EXPECT_THAT(ValuesOf(xml, "/div", "aria-describedby"), ElementsAre("c9_desc"));
  EXPECT_THAT(TextsOf(xml, "//title[@id='c9_title']"), ElementsAre("Name"));
  EXPECT_THAT(TextsOf(xml, "//desc[@id='c9_desc']"), ElementsAre("Beschreibung"));
  // Four rows each, and the last one what is left.
  EXPECT_THAT(ValuesOf(xml, "/div/svg", "height"), ElementsAre("280", "280", "280", "70"));
  EXPECT_THAT(ValuesOf(xml, "/div/svg/g[@transform]", "transform"),
              ElementsAre("translate(0,-280)", "translate(0,-560)", "translate(0,-840)"));
  EXPECT_THAT(TextsOf(xml, "/div/svg[2]//text"), ElementsAre("row 5", "row 6", "row 7", "row 8"));
  EXPECT_EQ(TextsOf(xml, "//text").size(), 13U);
}

}  // namespace
}  // namespace lotse::reporting
