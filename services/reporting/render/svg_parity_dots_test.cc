#include <string>

#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using v1alpha::Chart;

ChartSample Parity() { return ChartSample(Chart::FORM_PARITY_DOTS, {"Erreichte", "Bevölkerung"}); }

std::string DotsOf(const char* fill) {
  return "/svg/circle[@fill='" + std::string(fill) + "'][not(@transform)]";
}

// The scale ends at 40 per cent: a per cent is 2 % of the width.
TEST(SvgParityDotsTest, FilledIsReachedHollowIsThePopulation) {
  ChartSample sample = Parity();
  AddRow({TextCell("Gruppe"), PerMilleCell(100), PerMilleCell(324)}, sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(ValuesOf(xml, DotsOf(colours::kBar).c_str(), "cx"), ElementsAre("20.0%"));
  EXPECT_THAT(ValuesOf(xml, DotsOf(colours::kPaper).c_str(), "cx"), ElementsAre("64.8%"));
  EXPECT_THAT(ValuesOf(xml, "/svg/line", "x2"), ElementsAre("64.8%"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"),
              ElementsAre("Erreichte", "Bevölkerung", "Gruppe", "● 10,0\u00a0% · ○ 32,4\u00a0%"));
}

TEST(SvgParityDotsTest, AProtectedShareHasNoPlaceAndNoLine) {
  ChartSample sample = Parity();
  AddRow({TextCell("Gruppe"), ProtectedCell(), PerMilleCell(100)}, sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_EQ(xml.select_nodes(DotsOf(colours::kBar).c_str()).size(), 0u);
  EXPECT_EQ(xml.select_nodes("/svg/line").size(), 0u);
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("geschützt: Erreichte"));
}

}  // namespace
}  // namespace lotse::reporting
