#include <string>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::Chart;
using v1alpha::Missing;

constexpr char kParts[] = "/svg/line[@stroke-width='3']";

ChartSample Line(const std::vector<v1alpha::Cell>& cells) {
  ChartSample sample(Chart::FORM_LINE, {"Wert"});
  int year = 2020;
  for (const v1alpha::Cell& cell : cells)
    AddRow({TextCell(std::to_string(++year)), cell}, sample.table);
  return sample;
}

v1alpha::Cell Value(int64_t unscaled, int digits = 0) {
  return NumberCell(MakeNumber(unscaled, digits, "Gespräche"));
}

TEST(SvgLineTest, JoinsValuesAndPrintsThem) {
  const pugi::xml_document xml = Line({Value(0), Value(50), Value(100)}).Draw();
  EXPECT_THAT(ValuesOf(xml, kParts, "x1"), ElementsAre("16.0%", "44.0%"));
  EXPECT_THAT(ValuesOf(xml, kParts, "y1"), ElementsAre("248", "148"));
  EXPECT_THAT(ValuesOf(xml, kParts, "y2"), ElementsAre("148", "48"));
  EXPECT_THAT(TextsOf(xml, "/svg/text[@font-weight]"), ElementsAre("0", "50", "100"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("Gespräche"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("2022"));
  EXPECT_THAT(TextsOf(xml, "/svg/g/text"), ElementsAre("0", "20", "40", "60", "80", "100"));
}

TEST(SvgLineTest, AMissingValueIsAGap) {
  const pugi::xml_document xml =
      Line({Value(1), MissingCell(Missing::REASON_NOT_COLLECTED), Value(3), Value(4)}).Draw();
  EXPECT_THAT(ValuesOf(xml, kParts, "x1"), ElementsAre("53.3%"));
  EXPECT_EQ(xml.select_nodes("/svg/circle").size(), 3u);
}

TEST(SvgLineTest, ANewDefinitionBreaksTheLineAndIsExplained) {
  ChartSample sample = Line({Value(1), Value(2), Value(3)});
  sample.chart.add_breaks(2);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(ValuesOf(xml, kParts, "x1"), ElementsAre("16.0%"));
  EXPECT_THAT(ValuesOf(xml, "/svg/line[@stroke-dasharray='1 5']", "x1"), ElementsAre("58.0%"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("Senkrechte gepunktete Linie: neue Definition."));
}

TEST(SvgLineTest, BaselineIsDottedTargetDashedBothLabelled) {
  ChartSample sample = Line({Value(8), Value(9)});
  *sample.chart.mutable_baseline() = MakeNumber(75, 1);
  *sample.chart.mutable_target() = MakeNumber(10);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(ValuesOf(xml, "/svg/line[@stroke-width='2']", "stroke-dasharray"),
              ElementsAre("2 4", "9 5"));
  EXPECT_THAT(TextsOf(xml, "/svg/text[@text-anchor='end']"),
              ElementsAre("Ausgangswert", "7,5", "Zielwert", "10"));
  // The target is higher: its label stands above its line, that of the baseline below.
  const std::vector<std::string> lines = ValuesOf(xml, "/svg/line[@stroke-width='2']", "y1");
  const std::vector<std::string> labels = ValuesOf(xml, "/svg/text[@text-anchor='end']", "y");
  EXPECT_GT(std::stoi(labels[0]), std::stoi(lines[0]));
  EXPECT_LT(std::stoi(labels[3]), std::stoi(lines[1]));
}

TEST(SvgLineTest, AProtectedValueHasNoHeight) {
  const pugi::xml_document xml = Line({Value(5), ProtectedCell(), Value(7)}).Draw();
  EXPECT_THAT(ValuesOf(xml, kParts, "x1"), IsEmpty());
  EXPECT_EQ(xml.select_nodes("/svg/circle").size(), 2u);
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("geschützt"));
  EXPECT_EQ(xml.select_nodes("/svg/rect[@fill='url(#c1_hatch)'][@width='18']").size(), 2u);
}

TEST(SvgLineTest, ManyPointsHaveFewLabels) {
  std::vector<v1alpha::Cell> cells;
  for (int i = 0; i < 40; ++i) cells.push_back(Value(i * 100 - 500, 2));
  const pugi::xml_document xml = Line(cells).Draw();
  EXPECT_THAT(TextsOf(xml, "/svg/text[@font-weight]"), ElementsAre("\u22125,00", "34,00"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("2021"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Not(Contains("2022")));
  EXPECT_EQ(xml.select_nodes(kParts).size(), 39u);
}

TEST(SvgLineTest, APeriodIsLabelledInWholeWords) {
  for (int points = 1; points <= 12; ++points) {
    ChartSample sample = Line(std::vector<v1alpha::Cell>(points, Value(1)));
    for (v1alpha::Row& row : *sample.table.mutable_rows()) {
      // As format.h writes it.
      row.mutable_cells(0)->set_text("1.\u00a0September\u00a02025 bis 28.\u00a0Februar\u00a02026");
    }
    const std::string said = absl::StrJoin(TextsOf(sample.Draw(), "/svg/text"), " ");
    EXPECT_THAT(said, HasSubstr("1. September 2025 bis 28. Februar 2026")) << points;
    EXPECT_THAT(said, Not(HasSubstr("…"))) << points;
  }
}

TEST(SvgLineTest, HoldsTheLargestNumbersAndNone) {
  Line({Value(999'999'999'999'999'999), Value(-999'999'999'999'999'999, 6)}).Draw();
  Line({}).Draw();
}

}  // namespace
}  // namespace lotse::reporting
