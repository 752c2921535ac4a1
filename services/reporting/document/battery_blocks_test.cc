#include "services/reporting/document/battery_blocks.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/survey_blocks.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::FrequencyTable;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1alpha::Section;
using v1alpha::Table;

std::vector<std::string> Say(const v1alpha::Row& row) {
  std::vector<std::string> out;
  for (const v1alpha::Cell& cell : row.cells()) out.push_back(CellText(cell, Language::kGerman));
  return out;
}

// The questions of a wave with these tables.
Section QuestionsOf(const std::vector<FrequencyTable>& tables) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.waves[0].clear_tables();
  for (const FrequencyTable& table : tables) *inputs.waves[0].add_tables() = table;
  Section section;
  AppendSurvey(inputs, 3, section);
  return section.sections(0);
}

TEST(BatteryBlocksTest, LaysTheItemsOfAMatrixSideBySide) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  Section survey;
  AppendSurvey(inputs, 3, survey);
  const Section matrix = survey.sections(0).sections(0).sections(1);
  ASSERT_EQ(matrix.blocks_size(), 2);
  const Table& table =
      matrix.blocks(0).has_table() ? matrix.blocks(0).table() : matrix.blocks(1).table();
  const v1alpha::Chart& chart =
      matrix.blocks(0).has_chart() ? matrix.blocks(0).chart() : matrix.blocks(1).chart();
  EXPECT_EQ(table.columns(5), "stimme voll zu");
  EXPECT_THAT(Say(table.rows(0)),
              ElementsAre("Vielfalt ist Aufgabe der ganzen Verwaltung.", "3,9\u00a0%", "9,0\u00a0%",
                          "16,0\u00a0%", "39,1\u00a0%", "32,0\u00a0%", "412", "8"));
  EXPECT_THAT(Say(table.rows(1)),
              ElementsAre("Ich fühle mich im Umgang mit Vielfalt sicher.", "geschützt", "geschützt",
                          "25,2\u00a0%", "36,9\u00a0%", "16,7\u00a0%", "420", "geschützt"));
  EXPECT_THAT(Say(table.rows(2)),
              ElementsAre("Mein Ausbildungsjahrgang ist vielfältig.", "geschützt", "geschützt",
                          "geschützt", "geschützt", "geschützt", "geschützt", "geschützt"));
  EXPECT_THAT(table.notes(),
              ElementsAre(HasSubstr("n ist die Zahl"), HasSubstr("Der Balken folgt"),
                          HasSubstr("aller beteiligten Personen"), HasSubstr("Geschützte Werte"),
                          HasSubstr("weniger als 10 Personen")));
  EXPECT_EQ(chart.form(), v1alpha::Chart::FORM_DIVERGING_BARS);
  EXPECT_THAT(chart.columns(), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(chart.neutral(), 2);
  EXPECT_EQ(chart.base_column(), 6);
  EXPECT_THAT(chart.alt_text(), HasSubstr("von „stimme gar nicht zu“ bis „stimme voll zu“."));
  EXPECT_THAT(chart.alt_text(), testing::Not(HasSubstr("häufigsten"))) << "one is protected";
  EXPECT_THAT(chart.long_description(), HasSubstr("stimme voll zu 32,0\u00a0%, n 412."));
}

TEST(BatteryBlocksTest, NamesAllItemsThatAreAgreedToMost) {
  const auto alt = [](const std::vector<FrequencyTable>& tables) {
    return QuestionsOf(tables).sections(0).blocks(0).chart().alt_text();
  };
  EXPECT_THAT(alt({MakeTable("a", {50, 30, 20}, 100, 0), MakeTable("b", {20, 30, 50}, 100, 0)}),
              HasSubstr("Am häufigsten wurde „Label 3“ bei „Frage b?“ genannt (50,0\u00a0%)."));
  EXPECT_THAT(alt({MakeTable("a", {20, 30, 50}, 100, 0), MakeTable("b", {20, 30, 50}, 100, 0)}),
              HasSubstr("bei „Frage a?“ und „Frage b?“ genannt (jeweils 50,0\u00a0%)."));
  EXPECT_THAT(alt({MakeTable("a", {70, 30, 0}, 100, 0), MakeTable("b", {60, 40, 0}, 100, 0)}),
              testing::Not(HasSubstr("häufigsten")))
      << "nobody is the most";
}

TEST(BatteryBlocksTest, SaysWhereTheBarsAreOnlyWhereTheyAre) {
  std::vector<FrequencyTable> items = {MakeTable("a", {60, 40}, 100, 0),
                                       MakeTable("b", {50, 50}, 100, 0)};
  const auto notes = [&items] {
    const Table table =
        BatteryTable({&items[0], &items[1]}, {"A", "B"}, {}, Language::kGerman, "t");
    return std::vector<std::string>(table.notes().begin(), table.notes().end());
  };
  EXPECT_THAT(notes(), testing::Contains(HasSubstr("Der Balken")));
  for (FrequencyTable& item : items) item.mutable_rows(0)->set_code("ja");
  EXPECT_THAT(notes(), testing::Contains(HasSubstr("Der Balken")));
  for (FrequencyTable& item : items) item.mutable_rows()->RemoveLast();
  EXPECT_THAT(notes(), testing::Each(testing::Not(HasSubstr("Balken"))));
}

TEST(BatteryBlocksTest, JoinsQuestionsWithTheSameScale) {
  const Section section =
      QuestionsOf({MakeTable("a", {50, 30, 20}, 100, 0), MakeTable("b", {20, 30, 50}, 100, 3),
                   MakeTable("c", {60, 40}, 100, 0)});
  ASSERT_EQ(section.sections_size(), 2);
  EXPECT_EQ(section.sections(0).title(), "Fragen mit den Antworten „Label 1“ bis „Label 3“");
  EXPECT_THAT(section.sections(0).DebugString(), HasSubstr("FORM_STACKED_BARS"));
  EXPECT_THAT(section.sections(0).DebugString(), testing::Not(HasSubstr("FORM_BARS")));
  EXPECT_EQ(section.sections(1).title(), "Frage c?");
}

// How often something happens has one pole: no side of a line is the other one's opposite.
TEST(BatteryBlocksTest, DrawsTwoPolesOnlyWhereTheScaleHasThem) {
  const auto chart = [](const char* first, const char* last) {
    std::vector<FrequencyTable> tables = {MakeTable("a", {50, 30, 20}, 100, 0),
                                          MakeTable("b", {20, 30, 50}, 100, 0)};
    for (FrequencyTable& table : tables) {
      *table.mutable_rows(0)->mutable_label() = MakeText(first, first);
      *table.mutable_rows(2)->mutable_label() = MakeText(last, last);
    }
    return QuestionsOf(tables).sections(0).blocks(0).chart();
  };
  const v1alpha::Chart agreement = chart("stimme nicht zu", "stimme zu");
  EXPECT_EQ(agreement.form(), v1alpha::Chart::FORM_DIVERGING_BARS);
  EXPECT_EQ(agreement.neutral(), 1);
  const v1alpha::Chart frequency = chart("nie", "täglich");
  EXPECT_EQ(frequency.form(), v1alpha::Chart::FORM_STACKED_BARS);
  EXPECT_FALSE(frequency.has_neutral());
  EXPECT_THAT(frequency.columns(), ElementsAre(1, 2, 3));
  EXPECT_EQ(frequency.base_column(), 4);
}

// Also where codes say no order, as those of other survey programs: never a chart for each item.
TEST(BatteryBlocksTest, ALongMatrixIsOneChart) {
  constexpr int kItems = 30;
  std::vector<FrequencyTable> items;
  for (int i = 0; i < kItems; ++i) {
    FrequencyTable& item = items.emplace_back(MakeTable("i" + std::to_string(i), {60, 40}, 100, 0));
    item.set_matrix_code("m");
    item.mutable_rows(0)->set_code("AO01");
    item.mutable_rows(1)->set_code("AO02");
  }
  const Section section = QuestionsOf(items).sections(0);
  ASSERT_EQ(section.blocks_size(), 2);
  EXPECT_EQ(section.sections_size(), 0);
  EXPECT_EQ(section.blocks(0).chart().form(), v1alpha::Chart::FORM_STACKED_BARS);
  EXPECT_THAT(section.blocks(0).chart().columns(), ElementsAre(1, 2));
  EXPECT_EQ(section.blocks(0).chart().table_id(), section.blocks(1).table().table_id());
  EXPECT_EQ(section.blocks(1).table().rows_size(), kItems);
}

TEST(BatteryBlocksTest, KeepsApartWhatIsNoScale) {
  // Two answers are as often a yes and a no.
  EXPECT_EQ(QuestionsOf({MakeTable("a", {60, 40}, 100, 0), MakeTable("b", {50, 50}, 100, 0)})
                .sections_size(),
            2);
  std::vector<FrequencyTable> named = {MakeTable("a", {50, 30, 20}, 100, 0),
                                       MakeTable("b", {50, 30, 20}, 100, 0)};
  for (FrequencyTable& table : named) table.mutable_rows(0)->set_code("stadt");
  EXPECT_EQ(QuestionsOf(named).sections_size(), 2);
  std::vector<FrequencyTable> relabelled = {MakeTable("a", {50, 30, 20}, 100, 0),
                                            MakeTable("b", {50, 30, 20}, 100, 0)};
  *relabelled[1].mutable_rows(0)->mutable_label() = MakeText("anders", "different");
  EXPECT_EQ(QuestionsOf(relabelled).sections_size(), 2);
}

TEST(BatteryBlocksTest, HasNoTableThatWouldNotHelp) {
  const FrequencyTable one = MakeTable("a", {60, 40}, 100, 0);
  const FrequencyTable two = MakeTable("b", {50, 50}, 100, 0);
  const FrequencyTable other = MakeTable("c", {50, 30, 20}, 100, 0);
  const FrequencyTable wide = MakeTable("d", std::vector<int>(12, 10), 120, 0);
  FrequencyTable hidden = two;
  hidden.set_not_shown(FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL);
  const auto has = [](const std::vector<const FrequencyTable*>& items) {
    return BatteryModel(items, Language::kGerman) != nullptr;
  };
  EXPECT_TRUE(has({&one, &two}));
  EXPECT_FALSE(has({&one}));
  EXPECT_FALSE(has({&one, &hidden}));
  hidden.set_not_shown(FrequencyTable::NOT_SHOWN_CONDITION);
  EXPECT_TRUE(has({&one, &two, &hidden}));
  hidden.set_not_shown(FrequencyTable::NOT_SHOWN_FREE_TEXT);
  EXPECT_FALSE(has({&one, &two, &hidden}));
  EXPECT_FALSE(has({&one, &other}));
  EXPECT_FALSE(has({&wide, &wide}));
}

}  // namespace
}  // namespace lotse::reporting
