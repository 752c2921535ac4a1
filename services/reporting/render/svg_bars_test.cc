#include <pugixml.hpp>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/render/svg_bar_chart.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using v1alpha::BarChart;

BarChart Chart() {
  BarChart chart;
  chart.set_chart_id("c1");
  chart.set_title("Anteile");
  chart.set_alt_text("Kurz gesagt");
  chart.set_long_description("Ausführlich gesagt");
  return chart;
}

void AddBar(const std::string& label, int per_mille, BarChart& chart) {
  v1alpha::Bar& bar = *chart.add_bars();
  bar.set_label(label);
  if (per_mille >= 0) *bar.mutable_share() = MakeShare(per_mille, 1000, per_mille);
}

pugi::xml_document Parse(const BarChart& chart) {
  MarkupWriter out;
  WriteSvgBarChart(chart, Language::kGerman, out);
  pugi::xml_document xml;
  const pugi::xml_parse_result result = xml.load_string(std::move(out).Finish().c_str());
  EXPECT_TRUE(result) << result.description();
  return xml;
}

std::vector<std::string> Texts(const pugi::xml_document& xml) {
  std::vector<std::string> out;
  for (const pugi::xpath_node& node : xml.select_nodes("/svg/text")) {
    out.push_back(node.node().text().get());
  }
  return out;
}

TEST(SvgBarChartTest, HasANameAndADescription) {
  BarChart chart = Chart();
  AddBar("ja", 516, chart);
  const pugi::xml_document xml = Parse(chart);
  const pugi::xml_node svg = xml.child("svg");
  EXPECT_STREQ(svg.attribute("role").value(), "img");
  EXPECT_STREQ(svg.attribute("aria-labelledby").value(), "c1_title");
  EXPECT_STREQ(svg.attribute("aria-describedby").value(), "c1_desc");
  EXPECT_STREQ(svg.child("title").attribute("id").value(), "c1_title");
  EXPECT_STREQ(svg.child("title").text().get(), "Kurz gesagt");
  EXPECT_STREQ(svg.child("desc").attribute("id").value(), "c1_desc");
  EXPECT_STREQ(svg.child("desc").text().get(), "Ausführlich gesagt");
}

TEST(SvgBarChartTest, DrawsLengthsOnAFixedScale) {
  // 80 % of the width stand for 100 %; tenths are rounded half up.
  const struct {
    int per_mille;
    const char* width;
  } cases[] = {{1000, "80.0%"}, {516, "41.3%"}, {355, "28.4%"}, {1, "0.1%"}};
  for (const auto& c : cases) {
    BarChart chart = Chart();
    AddBar("ja", c.per_mille, chart);
    const pugi::xml_document xml = Parse(chart);
    const pugi::xml_node bar = xml.select_node("/svg/rect[2]").node();
    EXPECT_STREQ(bar.attribute("width").value(), c.width);
    EXPECT_STRNE(bar.attribute("stroke").value(), "");
  }
}

TEST(SvgBarChartTest, WritesAValueBesideEachBarAndNoBarForZero) {
  BarChart chart = Chart();
  AddBar("ja", 516, chart);
  AddBar("nein", 0, chart);
  const pugi::xml_document xml = Parse(chart);
  EXPECT_THAT(Texts(xml), ElementsAre("ja", "51,6\u00a0%", "nein", "0,0\u00a0%"));
  EXPECT_EQ(xml.select_nodes("/svg/rect[@stroke]").size(), 1u);
  EXPECT_EQ(xml.select_nodes("/svg/defs").size(), 0u);
}

TEST(SvgBarChartTest, GivesAProtectedBarNoLength) {
  BarChart chart = Chart();
  AddBar("ja", 900, chart);
  AddBar("nein", -1, chart);
  const pugi::xml_document xml = Parse(chart);
  EXPECT_THAT(Texts(xml), ElementsAre("ja", "90,0\u00a0%", "nein", "geschützt"));
  const pugi::xml_node box = xml.select_node("/svg/rect[@fill='url(#c1_hatch)']").node();
  EXPECT_STREQ(box.attribute("width").value(), "18");
  EXPECT_STREQ(xml.select_node("/svg/defs/pattern").node().attribute("id").value(), "c1_hatch");
}

TEST(SvgBarChartTest, WrapsLabelsByCharacters) {
  const struct {
    std::string label;
    std::vector<std::string> lines;
  } cases[] = {
      {"mehrmals im Monat, aber nicht in jeder Woche und nicht regelmäßig",
       {"mehrmals im Monat, aber nicht in jeder", "Woche und nicht regelmäßig"}},
      {std::string(45, 'x'), {std::string(40, 'x'), "xxxxx"}},
      {"ää ", {"ää"}},
      {"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢",
       {"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "漢"}},
      {std::string(1000, 'x'),
       {std::string(40, 'x'), std::string(40, 'x'), std::string(40, 'x'),
        std::string(40, 'x') + "…"}},
  };
  for (const auto& c : cases) {
    BarChart chart = Chart();
    AddBar(c.label, -1, chart);
    std::vector<std::string> lines = Texts(Parse(chart));
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines.back(), "geschützt");
    lines.pop_back();
    EXPECT_EQ(lines, c.lines);
  }
}

TEST(SvgBarChartTest, IsHighEnoughForWhatItHolds) {
  BarChart chart = Chart();
  AddBar("eins", 100, chart);
  AddBar(std::string(100, 'x'), -1, chart);
  const pugi::xml_document xml = Parse(chart);
  const int height = xml.child("svg").attribute("height").as_int();
  int lowest = 0;
  for (const pugi::xpath_node& node : xml.select_nodes("//text")) {
    const int y = node.node().attribute("y").as_int();
    EXPECT_LT(y, height);
    EXPECT_GT(y, 0);
    lowest = std::max(lowest, y);
  }
  EXPECT_LT(height - lowest, 18);
}

TEST(SvgBarChartTest, HasNoTextBelow12Pixels) {
  BarChart chart = Chart();
  AddBar("eins", 100, chart);
  const pugi::xml_document xml = Parse(chart);
  for (const pugi::xpath_node& node : xml.select_nodes("//*[@font-size]")) {
    EXPECT_GE(node.node().attribute("font-size").as_int(), 12);
  }
  EXPECT_EQ(xml.child("svg").attribute("viewBox").as_string(), std::string());
}

}  // namespace
}  // namespace lotse::reporting
