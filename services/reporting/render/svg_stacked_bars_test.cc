#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"
#include "services/reporting/render/colours.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using v1alpha::Chart;

constexpr char kSegments[] = "/svg/rect[@height='24']";

ChartSample Answers(const std::vector<std::string>& answers) {
  ChartSample sample(Chart::FORM_STACKED_BARS, answers);
  sample.table.add_columns("n");
  sample.chart.set_base_column(sample.table.columns_size() - 1);
  return sample;
}

// The scale is 80 % of the width and always ends at 100 per cent.
TEST(SvgStackedBarsTest, LaysTheAnswersBehindOneAnotherFromTheLeft) {
  ChartSample sample = Answers({"nie", "manchmal", "täglich"});
  AddRow({TextCell("Gespräche"), PerMilleCell(250), PerMilleCell(250), PerMilleCell(500),
          IntegerCell(1000)},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(ValuesOf(xml, kSegments, "x"), ElementsAre("0.0%", "20.0%", "40.0%"));
  EXPECT_THAT(ValuesOf(xml, kSegments, "width"), ElementsAre("20.0%", "20.0%", "40.0%"));
  EXPECT_THAT(ValuesOf(xml, kSegments, "fill"),
              ElementsAre(colours::kStep[0].fill, colours::kStep[5].fill, colours::kStep[10].fill));
  EXPECT_THAT(TextsOf(xml, "/svg/g/text"),
              ElementsAre("0\u00a0%", "25\u00a0%", "50\u00a0%", "75\u00a0%", "100\u00a0%"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), ElementsAre("nie", "manchmal", "täglich", "Gespräche",
                                                     "25", "25", "50", "n\u00a0=\u00a01.000"));
  const std::string middle = absl::StrCat("/svg/line[@stroke='", colours::kText, "']");
  EXPECT_EQ(xml.select_nodes(middle.c_str()).size(), 0u) << "no line divides the answers";
}

TEST(SvgStackedBarsTest, HasAColourForEachAnswerOfTheLongestScale) {
  std::vector<std::string> answers;
  for (int i = 0; i <= 10; ++i) answers.push_back(absl::StrCat(i));
  ChartSample sample = Answers(answers);
  v1alpha::Row& row = *sample.table.add_rows();
  *row.add_cells() = TextCell("Empfehlung");
  for (int i = 0; i <= 10; ++i) *row.add_cells() = PerMilleCell(i == 10 ? 100 : 90);
  *row.add_cells() = IntegerCell(100);
  const std::vector<std::string> fills = ValuesOf(sample.Draw(), kSegments, "fill");
  EXPECT_THAT(std::set<std::string>(fills.begin(), fills.end()), SizeIs(11));
}

TEST(SvgStackedBarsTest, GivesAProtectedAnswerNoLength) {
  ChartSample sample = Answers({"nie", "täglich"});
  AddRow({TextCell("Gespräche"), ProtectedCell(), PerMilleCell(300), IntegerCell(10)},
         sample.table);
  const pugi::xml_document xml = sample.Draw();
  EXPECT_THAT(ValuesOf(xml, kSegments, "x"), ElementsAre("0.0%"));
  EXPECT_THAT(ValuesOf(xml, "/svg/rect[@fill='url(#c1_hatch)']", "width"), ElementsAre("18"));
  EXPECT_THAT(TextsOf(xml, "/svg/text"), Contains("geschützt: nie"));
}

// Long batteries are divided between their rows in print.
TEST(SvgStackedBarsTest, IsDividedBetweenItsRows) {
  ChartSample sample = Answers({"nie", "täglich"});
  for (int i = 0; i < 60; ++i) {
    AddRow({TextCell(absl::StrCat("Aussage ", i)), PerMilleCell(400), PerMilleCell(600),
            IntegerCell(10)},
           sample.table);
  }
  MarkupWriter out;
  WriteSvgChart({sample.chart, sample.table, sample.as_of, Language::kGerman}, out);
  EXPECT_NE(std::move(out).Finish().find("class=\"parts\""), std::string::npos);
}

}  // namespace
}  // namespace lotse::reporting
