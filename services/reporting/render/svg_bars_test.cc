#include <string>

#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using v1alpha::Chart;

ChartSample Bars() { return ChartSample(Chart::FORM_BARS, {"Anteil"}); }

TEST(SvgBarsTest, DrawsLengthsOnAFixedScale) {
  // 80 % of the width stand for 100 %; tenths are rounded half up.
  const struct {
    int per_mille;
    const char* width;
  } cases[] = {{1000, "80.0%"}, {516, "41.3%"}, {355, "28.4%"}, {1, "0.1%"}};
  for (const auto& c : cases) {
    ChartSample sample = Bars();
    AddRow({TextCell("ja"), PerMilleCell(c.per_mille)}, sample.table);
    const pugi::xml_document xml = sample.Draw();
    const pugi::xml_node bar = xml.select_node("/svg/rect[2]").node();
    EXPECT_STREQ(bar.attribute("width").value(), c.width);
    EXPECT_STRNE(bar.attribute("stroke").value(), "");
  }
}

TEST(SvgBarsTest, WritesAValueBesideEachBarAndNoBarForZero) {
  ChartSample sample = Bars();
  AddRow({TextCell("ja"), PerMilleCell(516)}, sample.table);
  AddRow({TextCell("nein"), PerMilleCell(0)}, sample.table);
  AddRow({TextCell("später"), MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED)}, sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(TextsOf(xml, "/svg/text"),
              ElementsAre("ja", "51,6\u00a0%", "nein", "0,0\u00a0%", "später", "–"));
  EXPECT_EQ(xml.select_nodes("/svg/rect[@stroke]").size(), 1u);
  EXPECT_EQ(xml.select_nodes("/svg/defs").size(), 0u);
}

TEST(SvgBarsTest, GivesAProtectedBarNoLength) {
  ChartSample sample = Bars();
  AddRow({TextCell("ja"), PerMilleCell(900)}, sample.table);
  AddRow({TextCell("nein"), ProtectedCell()}, sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(TextsOf(xml, "/svg/text"), ElementsAre("ja", "90,0\u00a0%", "nein", "geschützt"));
  const pugi::xml_node box = xml.select_node("/svg/rect[@fill='url(#c1_hatch)']").node();
  EXPECT_STREQ(box.attribute("width").value(), "18");
  EXPECT_STREQ(xml.select_node("/svg/defs/pattern").node().attribute("id").value(), "c1_hatch");
}

TEST(SvgBarsTest, DrawsWhatItCanOfAFaultyChart) {
  ChartSample sample(Chart::FORM_BARS, {});
  sample.chart.add_columns(7);
  AddRow({TextCell(std::string(100, 'x'))}, sample.table);
  sample.table.add_rows();
  EXPECT_THAT(
      TextsOf(sample.Draw(), "/svg/text"),
      ElementsAre(std::string(40, 'x'), std::string(40, 'x'), std::string(20, 'x'), "–", "", "–"));
}

}  // namespace
}  // namespace lotse::reporting
