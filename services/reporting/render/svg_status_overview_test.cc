#include <string>

#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using v1alpha::Chart;
using v1alpha::Status;

TEST(SvgStatusOverviewTest, CountsEachStatusWithSignNumberAndWord) {
  ChartSample sample(Chart::FORM_STATUS_OVERVIEW, {"Stand"});
  for (const auto& [signal, word] : {std::pair(Status::SIGNAL_DONE, "abgeschlossen"),
                                     std::pair(Status::SIGNAL_CRITICAL, "kritisch"),
                                     std::pair(Status::SIGNAL_NOT_BEGUN, "nicht begonnen"),
                                     std::pair(Status::SIGNAL_CRITICAL, "kritisch")}) {
    AddRow({TextCell("M"), StatusCell(signal, word)}, sample.table);
  }
  AddRow({TextCell("M"), MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED)}, sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(TextsOf(xml, "/svg/text"),
              ElementsAre("○", "1", "nicht", "begonnen", "■", "2", "kritisch", "✓", "1",
                          "abgeschlossen", "", "1", "ohne Stand"));
  EXPECT_THAT(ValuesOf(xml, "/svg/rect", "stroke"),
              ElementsAre(colours::kIdle, colours::kCritical, colours::kGood, colours::kIdle));
  EXPECT_THAT(ValuesOf(xml, "/svg/rect", "x"), ElementsAre("0.0%", "34.0%", "68.0%", "0.0%"));
}

TEST(SvgStatusOverviewTest, IsEmptyWithoutRows) {
  const pugi::xml_document xml = ChartSample(Chart::FORM_STATUS_OVERVIEW, {"Stand"}).Draw();
  EXPECT_EQ(xml.select_nodes("//rect").size(), 0u);
}

}  // namespace
}  // namespace lotse::reporting
