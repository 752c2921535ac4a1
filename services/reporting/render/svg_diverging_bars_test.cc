#include <string>

#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using v1alpha::Chart;

constexpr char kSegments[] = "/svg/rect[@height='24']";

ChartSample Likert(bool neutral) {
  ChartSample sample(Chart::FORM_DIVERGING_BARS,
                     neutral ? std::vector<std::string>{"nein", "teils", "ja"}
                             : std::vector<std::string>{"nein", "ja"});
  if (neutral) sample.chart.set_neutral(1);
  sample.table.add_columns("n");
  sample.chart.set_base_column(sample.table.columns_size() - 1);
  return sample;
}

// The scale is 80 % of the width, its middle at 40 %; it ends at 60 per cent here, so a per cent
// is 2/3 % of the width.
TEST(SvgDivergingBarsTest, SplitsTheAnswerInTheMiddleByTheLine) {
  ChartSample sample = Likert(true);
  AddRow({TextCell("Aussage"), PerMilleCell(300), PerMilleCell(400), PerMilleCell(300),
          IntegerCell(1000)},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(ValuesOf(xml, kSegments, "x"), ElementsAre("6.7%", "26.7%", "53.3%"));
  EXPECT_THAT(ValuesOf(xml, kSegments, "width"), ElementsAre("20.0%", "26.6%", "20.0%"));
  EXPECT_THAT(TextsOf(xml, "/svg/g/text"),
              ElementsAre("60\u00a0%", "30\u00a0%", "0\u00a0%", "30\u00a0%", "60\u00a0%"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), ElementsAre("nein", "teils", "ja", "Aussage", "30", "40",
                                                     "30", "n\u00a0=\u00a01.000"));
}

TEST(SvgDivergingBarsTest, WithoutAMiddleHalfOfTheAnswersStandOnEachSide) {
  ChartSample sample = Likert(false);
  AddRow({TextCell("Aussage"), PerMilleCell(100), PerMilleCell(900), IntegerCell(1000)},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(ValuesOf(xml, kSegments, "x"), ElementsAre("36.0%", "40.0%"));
  EXPECT_THAT(ValuesOf(xml, kSegments, "fill"),
              ElementsAre(colours::kDisagree[0].fill, colours::kAgree[0].fill));
}

TEST(SvgDivergingBarsTest, PrintsSharesFromSixPerCentRoundedOnce) {
  ChartSample sample = Likert(true);
  // 14.46 % is 14.5 % in tenths and 14 % in whole per cent: not 15 %.
  AddRow({TextCell("Aussage"), ShareCell(MakeShare(1446, 10000, 145)),
          ShareCell(MakeShare(599, 10000, 60)), ShareCell(MakeShare(590, 10000, 59)),
          IntegerCell(10000)},
         sample.table);
  EXPECT_THAT(TextsOf(sample.Draw(), "/svg/text[@text-anchor='middle']"), ElementsAre("14", "6"));
}

TEST(SvgDivergingBarsTest, SeparatesPartsByPaperAndOutlines) {
  ChartSample sample = Likert(true);
  AddRow({TextCell("Aussage"), PerMilleCell(300), PerMilleCell(400), PerMilleCell(300),
          IntegerCell(10)},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(
      ValuesOf(xml, kSegments, "stroke"),
      ElementsAre(colours::kSegmentOutline, colours::kSegmentOutline, colours::kSegmentOutline));
  EXPECT_EQ(xml.select_nodes(("/svg/line[@stroke='" + std::string(colours::kPaper) + "']").c_str())
                .size(),
            2u);
}

TEST(SvgDivergingBarsTest, GivesAProtectedAnswerNoLength) {
  ChartSample sample = Likert(true);
  AddRow(
      {TextCell("Aussage"), ProtectedCell(), PerMilleCell(400), PerMilleCell(300), IntegerCell(10)},
      sample.table);
  AddRow({TextCell("Andere"), ProtectedCell(), ProtectedCell(), ProtectedCell(), ProtectedCell()},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  // The neutral answer still lies half to each side.
  EXPECT_THAT(ValuesOf(xml, kSegments, "x"), ElementsAre("26.7%", "53.3%"));
  EXPECT_THAT(ValuesOf(xml, "/svg/rect[@fill='url(#c1_hatch)']", "width"), ElementsAre("18", "18"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("geschützt: nein"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("geschützt"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("n\u00a0=\u00a0geschützt"));
}

}  // namespace
}  // namespace lotse::reporting
