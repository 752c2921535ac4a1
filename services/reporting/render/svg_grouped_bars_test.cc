#include <string>

#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using v1alpha::Chart;

TEST(SvgGroupedBarsTest, DrawsABarForEachSeriesWithItsValue) {
  ChartSample sample(Chart::FORM_GROUPED_BARS, {"2024", "2025", "2026"});
  AddRow({TextCell("Bauen"), PerMilleCell(250), PerMilleCell(500), PerMilleCell(1000)},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(TextsOf(xml, "/svg/text"), ElementsAre("2024", "2025", "2026", "Bauen", "25,0\u00a0%",
                                                     "50,0\u00a0%", "100,0\u00a0%"));
  EXPECT_THAT(ValuesOf(xml, "/svg/rect[@height='18']", "width"),
              ElementsAre("20.0%", "40.0%", "80.0%"));
  // Told apart without colours: dark, light, dotted, each with an outline.
  EXPECT_THAT(ValuesOf(xml, "/svg/rect[@height='18']", "fill"),
              ElementsAre(colours::kBar, colours::kSecondBar, "url(#c1_dots)"));
  EXPECT_EQ(xml.select_nodes("/svg/rect[@height='18'][@stroke]").size(), 3u);
}

TEST(SvgGroupedBarsTest, LeavesOutWhatHasNoLength) {
  ChartSample sample(Chart::FORM_GROUPED_BARS, {"2024", "2025", "2026"});
  AddRow({TextCell("Bauen"), ProtectedCell(), PerMilleCell(0),
          MissingCell(v1alpha::Missing::REASON_UNDEFINED)},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(TextsOf(xml, "/svg/text"),
              ElementsAre("2024", "2025", "2026", "Bauen", "geschützt: 2024", "0,0\u00a0%", "–"));
  EXPECT_THAT(ValuesOf(xml, "/svg/rect[@height='18']", "fill"), ElementsAre("url(#c1_hatch)"));
  EXPECT_THAT(ValuesOf(xml, "/svg/rect[@height='18']", "width"), ElementsAre("18"));
}

}  // namespace
}  // namespace lotse::reporting
