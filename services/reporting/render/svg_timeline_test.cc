#include <string>

#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using v1alpha::Chart;
using v1alpha::Missing;
using v1alpha::Status;

// 100 days from the first to the last one.
ChartSample Timeline() {
  ChartSample sample(Chart::FORM_TIMELINE, {"Beginn", "Ende", "Erledigt", "Stand"});
  sample.as_of = MakeDay(2026, 2, 20);
  AddRow({TextCell("Auftakt"), DateCell(MakeDay(2026, 1, 1)), DateCell(MakeDay(2026, 2, 10)),
          PerMilleCell(500), StatusCell(Status::SIGNAL_AT_RISK, "verzögert")},
         sample.table);
  AddRow(
      {TextCell("Ziele"), DateCell(MakeDay(2026, 2, 20)), DateCell(MakeDay(2026, 4, 11)),
       MissingCell(Missing::REASON_NOT_COLLECTED), StatusCell(Status::SIGNAL_NOT_BEGUN, "geplant")},
      sample.table);
  return sample;
}

std::string With(const char* attribute, const std::string& value) {
  return "/svg/rect[@height='16'][@" + std::string(attribute) + "='" + value + "']";
}

TEST(SvgTimelineTest, OutlinesWhatIsPlannedAndFillsWhatIsDone) {
  const pugi::xml_document xml = Timeline().Draw();
  const std::string outline = With("stroke", colours::kBarOutline);
  EXPECT_THAT(ValuesOf(xml, outline.c_str(), "x"), ElementsAre("0.4%", "50.0%"));
  EXPECT_THAT(ValuesOf(xml, outline.c_str(), "width"), ElementsAre("39.7%", "49.6%"));
  EXPECT_THAT(ValuesOf(xml, With("fill", colours::kBar).c_str(), "width"), ElementsAre("19.9%"));
}

TEST(SvgTimelineTest, SaysStatusAndShareInWords) {
  const std::vector<std::string> texts = TextsOf(Timeline().Draw(), "/svg/text");
  EXPECT_THAT(texts, ElementsAre("Stand: 20.\u00a0Februar\u00a02026", "Auftakt",
                                 "▲\u00a0verzögert · 50,0\u00a0%", "Ziele", "○\u00a0geplant · –"));
}

TEST(SvgTimelineTest, HasALineAtTheDayOfTheDocument) {
  const pugi::xml_document xml = Timeline().Draw();
  const std::string line = "/svg/line[@stroke='" + std::string(colours::kText) + "']";
  EXPECT_THAT(ValuesOf(xml, line.c_str(), "x1"), ElementsAre("50.0%", "50.0%"));
  EXPECT_THAT(TextsOf(xml, "/svg/g/text"), ElementsAre("2026", "02/2026", "03/2026", "04/2026"));
}

TEST(SvgTimelineTest, WithoutDaysThereIsNoBar) {
  ChartSample sample = Timeline();
  const v1alpha::Cell missing = MissingCell(Missing::REASON_NOT_APPLICABLE);
  sample.table.clear_rows();
  AddRow({TextCell("Ohne"), missing, missing, PerMilleCell(0), missing}, sample.table);
  AddRow({TextCell("Nur Ende"), missing, DateCell(MakeDay(2026, 2, 28)), missing, missing},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_EQ(xml.select_nodes(With("stroke", colours::kBarOutline).c_str()).size(), 1u);
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("Ohne"));
}

}  // namespace
}  // namespace lotse::reporting
