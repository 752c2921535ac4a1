#include "services/reporting/document/release_blocks.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/release_cells.h"
#include "services/reporting/document/release_statistics.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_releases.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::Figure;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1alpha::Section;
using v1alpha::Table;

Section ReleaseOf(Language language = Language::kGerman) {
  ReportInputs inputs = SampleReport(language, v1alpha::Report::KIND_PROGRESS);
  Section section;
  section.set_section_id("tables-");
  AppendReleases(inputs, section);
  return section.sections(0);
}

Table TableOf(const Section& section, const std::string& id) {
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.table().table_id() == id) return block.table();
  }
  return {};
}

v1alpha::Chart ChartOf(const Section& section, const std::string& table_id) {
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.has_chart() && block.chart().table_id() == table_id) return block.chart();
  }
  return {};
}

std::vector<std::string> Say(const v1alpha::Row& row) {
  std::vector<std::string> out;
  for (const v1alpha::Cell& cell : row.cells()) out.push_back(CellText(cell, Language::kGerman));
  return out;
}

TEST(ReleaseBlocksTest, SaysHowFiguresAreProtectedAndWhatWasRefused) {
  const Section section = ReleaseOf();
  EXPECT_EQ(section.title(), "Auswertung für die Steuerungsgruppe");
  EXPECT_EQ(section.blocks(0).paragraph().text(), "Die Tabellen zählen 420 Antwortbögen.");
  EXPECT_THAT(section.blocks(1).paragraph().text(), HasSubstr("mindestens 10 Personen"));
  EXPECT_EQ(section.blocks(section.blocks_size() - 1).paragraph().text(),
            "Nicht freigegeben: „Wie viele Stunden haben Sie sich fortgebildet?“. Die gezählten "
            "Personen unterscheiden sich nur um wenige von anderen, deren Zahlen veröffentlicht "
            "sind.");
}

TEST(ReleaseBlocksTest, ShowsOneVariableAndKeepsWhatIsProtected) {
  const Section section = ReleaseOf();
  const Table table = TableOf(section, "tables--beschaeftigte--2026--steuerung--t0001");
  EXPECT_THAT(table.caption(), HasSubstr("Wie oft haben Sie im Arbeitsalltag"));
  ASSERT_EQ(table.rows_size(), 3);
  EXPECT_THAT(Say(table.rows(0)), ElementsAre("oft", "270", "geschützt", "geschützt"));
  EXPECT_THAT(Say(table.rows(2)), ElementsAre("nie", "geschützt", "geschützt", "geschützt"));
  EXPECT_THAT(table.notes(), testing::Contains("Ohne Antwort: geschützt."));
  EXPECT_FALSE(table.sources().empty());
}

TEST(ReleaseBlocksTest, DrawsTwoGroupsSideBySide) {
  const Section section = ReleaseOf();
  const Table shares = TableOf(section, "tables--beschaeftigte--2026--steuerung--t0002-shares");
  EXPECT_THAT(shares.columns(), ElementsAre("Antwort", "Bürgerservice (n = 200)",
                                            "Übrige (n = 200)", "Alle (n = 400)"));
  EXPECT_THAT(Say(shares.rows(0)), ElementsAre("oft", "75,0\u00a0%", "60,0\u00a0%", "67,5\u00a0%"));
  EXPECT_EQ(shares.rows(0).cells(1).share().numerator(), 150);
  EXPECT_EQ(shares.rows(0).cells(1).share().denominator(), 200);
  const v1alpha::Chart chart =
      ChartOf(section, "tables--beschaeftigte--2026--steuerung--t0002-shares");
  EXPECT_EQ(chart.form(), v1alpha::Chart::FORM_GROUPED_BARS);
  EXPECT_THAT(chart.columns(), ElementsAre(1, 2));
  EXPECT_THAT(chart.long_description(), HasSubstr("Bürgerservice (n = 200) 75,0\u00a0%"));
  const Table counts = TableOf(section, "tables--beschaeftigte--2026--steuerung--t0002-counts");
  ASSERT_EQ(counts.rows_size(), 4);
  EXPECT_THAT(Say(counts.rows(2)), ElementsAre("Ohne Antwort", "8", "12", "20"));
  EXPECT_THAT(Say(counts.rows(3)), ElementsAre("Alle", "208", "212", "420"));
  const Table association =
      TableOf(section, "tables--beschaeftigte--2026--steuerung--t0002-association");
  EXPECT_THAT(Say(association.rows(1)), ElementsAre(HasSubstr("Chi-Quadrat"), "10,26"));
  EXPECT_THAT(Say(association.rows(3)), ElementsAre("p", "0,0014"));
}

TEST(ReleaseBlocksTest, DrawsABatteryOnBothSides) {
  const Section section = ReleaseOf();
  const Table shares = TableOf(section, "tables--beschaeftigte--2026--steuerung--t0003-shares");
  EXPECT_THAT(Say(shares.rows(0)),
              ElementsAre("Aufgabe aller", "12,9\u00a0%", "16,0\u00a0%", "71,1\u00a0%", "412"));
  // Two are protected: that all less those who gave no answer are 420 is no secret.
  EXPECT_THAT(Say(shares.rows(1)),
              ElementsAre("Sicher im Umgang", "geschützt", "25,2\u00a0%", "geschützt", "420"));
  const v1alpha::Chart chart =
      ChartOf(section, "tables--beschaeftigte--2026--steuerung--t0003-shares");
  EXPECT_EQ(chart.form(), v1alpha::Chart::FORM_DIVERGING_BARS);
  EXPECT_EQ(chart.base_column(), 4);
  EXPECT_EQ(chart.neutral(), 1);
}

TEST(ReleaseBlocksTest, SetsThoseReachedBesideThePopulation) {
  const Section section = ReleaseOf();
  const Table reach = TableOf(section, "tables--beschaeftigte--2026--steuerung--t0004-reach");
  ASSERT_EQ(reach.rows_size(), 2);
  EXPECT_THAT(Say(reach.rows(0)),
              ElementsAre("mit Einwanderungsgeschichte", "400", "16,7\u00a0%", "32,0\u00a0%",
                          "17,5\u00a0%", "0,5", "–", "0,42", "–"));
  EXPECT_THAT(reach.notes(), testing::Contains(HasSubstr("Quelle und Jahr")));
  EXPECT_THAT(reach.notes(), testing::Contains(HasSubstr("„mit Einwanderungsgeschichte“")));
  const v1alpha::Chart chart =
      ChartOf(section, "tables--beschaeftigte--2026--steuerung--t0004-reach");
  EXPECT_EQ(chart.form(), v1alpha::Chart::FORM_PARITY_DOTS);
  EXPECT_THAT(chart.columns(), ElementsAre(2, 3));
  EXPECT_THAT(chart.alt_text(), HasSubstr("16,7\u00a0% der Erreichten, 32,0\u00a0% der"));
}

// The rows of the table of reach after `change` to what was released.
template <class Change>
std::vector<std::vector<std::string>> RowsOfReach(const Change& change) {
  survey::v1alpha::Table table = SampleReachTable();
  change(table);
  Section section;
  AppendReach(table, {"t", "Herkunft", ""}, Language::kGerman, section);
  std::vector<std::vector<std::string>> rows;
  const Table reach = TableOf(section, "t-reach");
  for (const v1alpha::Row& row : reach.rows()) rows.push_back(Say(row));
  return rows;
}

survey::v1alpha::Reach& AddGroup(int count, int64_t population, survey::v1alpha::Table& table) {
  survey::v1alpha::TableCategory category;
  category.set_code("3");
  table.add_rows()->CopyFrom(category);
  *table.mutable_layers(0)->add_rows()->add_cells() = MakeCount(count);
  survey::v1alpha::Reach& reach = *table.add_reach();
  *reach.mutable_category() = category;
  reach.set_population(population);
  return reach;
}

TEST(ReleaseBlocksTest, AGroupOfUnknownPopulationHasNoneAndNoShareOfIt) {
  const auto rows = RowsOfReach([](survey::v1alpha::Table& table) {
    AddGroup(80, 0, table)
        .mutable_representation_ratio()
        ->set_undefined(Figure::UNDEFINED_EMPTY_POPULATION);
    table.mutable_layers(0)->mutable_totals(0)->set_count(500);
  });
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(std::vector(rows[2].begin(), rows[2].begin() + 4),
              ElementsAre("3", "–", "16,0\u00a0%", "–"));
  EXPECT_EQ(rows[0][2], "14,0\u00a0%") << "of all who answered";
  EXPECT_EQ(rows[0][3], "32,0\u00a0%") << "of the populations that are known";
}

TEST(ReleaseBlocksTest, OfTooFewAnswersNoShareOfTheReachedIsShown) {
  const auto rows = RowsOfReach([](survey::v1alpha::Table& table) {
    for (survey::v1alpha::Reach& reach : *table.mutable_reach()) {
      reach.mutable_representation_ratio()->set_undefined(Figure::UNDEFINED_BASE_TOO_SMALL);
    }
    AddGroup(6, 0, table)
        .mutable_representation_ratio()
        ->set_undefined(Figure::UNDEFINED_EMPTY_POPULATION);
    table.mutable_layers(0)->mutable_totals(0)->set_count(426);
  });
  ASSERT_EQ(rows.size(), 3U);
  for (const auto& row : rows) EXPECT_EQ(row[2], "geschützt") << row[0];
  EXPECT_EQ(rows[0][3], "32,0\u00a0%");
}

// All who answered are known as all less those who did not.
TEST(ReleaseBlocksTest, OneProtectedGroupLeavesTheSharesOfTheOthers) {
  const auto rows = RowsOfReach([](survey::v1alpha::Table& table) {
    AddGroup(-1, 100, table)
        .mutable_representation_ratio()
        ->set_undefined(Figure::UNDEFINED_PROTECTED);
    table.mutable_layers(0)->mutable_totals(0)->set_count(500);
  });
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][2], "14,0\u00a0%");
  EXPECT_EQ(rows[2][2], "geschützt");
}

TEST(ReleaseBlocksTest, NamesAllAnswersWithTheLargestShare) {
  const auto alt = [](const std::vector<int>& counts) {
    survey::v1alpha::Table table;
    table.mutable_spec()->add_statistics(survey::v1alpha::TableSpec::STATISTIC_SHARES);
    survey::v1alpha::TableLayer& layer = *table.add_layers();
    for (const int count : counts) {
      table.add_rows()->set_code(std::string(1, static_cast<char>('A' + table.rows_size())));
      survey::v1alpha::TableCell& cell = *layer.add_rows()->add_cells();
      cell = MakeCount(count);
      cell.mutable_column_share()->mutable_number()->set_value(std::to_string(count));
    }
    *layer.add_totals() = MakeCount(100);
    Section section;
    AppendReleasedTable(table, {"t", "Kontakt", ""}, Language::kGerman, section);
    return section.blocks(0).chart().alt_text();
  };
  EXPECT_THAT(alt({20, 50, 30}), HasSubstr("Am größten ist der Anteil von „C“ (50,0\u00a0%)."));
  EXPECT_THAT(alt({40, 20, 40}),
              HasSubstr("Am größten sind die Anteile von „B“ und „D“ (jeweils 40,0\u00a0%)."));
  EXPECT_THAT(alt({0, 0, 0}), testing::Not(HasSubstr("größten")));
}

TEST(ReleaseBlocksTest, TwoGroupsAsFarBelowAreNotToldApart) {
  const auto alt = [](int64_t population) {
    survey::v1alpha::Table table = SampleReachTable();
    table.mutable_layers(0)->mutable_rows(0)->mutable_cells(0)->set_count(70);
    AddGroup(70, population, table);
    table.mutable_layers(0)->mutable_totals(0)->set_count(490);
    Section section;
    AppendReach(table, {"t", "Herkunft", ""}, Language::kGerman, section);
    return section.blocks(0).chart().alt_text();
  };
  EXPECT_THAT(alt(600), HasSubstr("liegt „3“"));
  EXPECT_THAT(alt(400), testing::Not(HasSubstr("Am weitesten")));
}

TEST(ReleaseBlocksTest, AProbabilityIsNeverNothing) {
  survey::v1alpha::Table table = SampleCrossTable();
  table.mutable_layers(0)->mutable_association()->mutable_p()->mutable_number()->set_value("0");
  for (const auto& [language, text] :
       {std::pair(Language::kGerman, "< 0,0001"), std::pair(Language::kEnglish, "< 0.0001")}) {
    Section section;
    AppendAssociation(table.layers(0), {"t", "Kontakt", ""}, language, section);
    EXPECT_EQ(section.blocks(0).table().rows(3).cells(1).text(), text);
  }
}

TEST(ReleaseBlocksTest, NamesEveryRuleOfRefusal) {
  using ReleasedKind = survey::v1alpha::Table;
  for (int refusal = 1; refusal < ReleasedKind::Refusal_ARRAYSIZE; ++refusal) {
    ReportInputs inputs = SampleInputs(Language::kEnglish);
    AddSampleRelease(inputs);
    survey::v1alpha::Table& table = *inputs.releases[0].tables[4].mutable_table();
    table.set_refusal(static_cast<ReleasedKind::Refusal>(refusal));
    Section section;
    AppendReleases(inputs, section);
    const Section& release = section.sections(0);
    EXPECT_THAT(release.blocks(release.blocks_size() - 1).paragraph().text(),
                HasSubstr("Not released: “How many hours of training?”. "))
        << refusal;
  }
}

TEST(ReleaseBlocksTest, NeverPutsAValueInPlaceOfNothing) {
  Figure figure;
  EXPECT_TRUE(FigureCell(figure, "").has_missing());
  figure.set_undefined(Figure::UNDEFINED_PROTECTED);
  EXPECT_TRUE(FigureCell(figure, "%").has_protected_());
  figure.set_undefined(Figure::UNDEFINED_BASE_TOO_SMALL);
  EXPECT_TRUE(FigureCell(figure, "%").has_protected_());
  figure.set_undefined(Figure::UNDEFINED_EMPTY_BASE);
  EXPECT_EQ(FigureCell(figure, "").missing().reason(), v1alpha::Missing::REASON_UNDEFINED);
  figure.set_undefined(Figure::UNDEFINED_IS_REFERENCE);
  EXPECT_EQ(FigureCell(figure, "").missing().reason(), v1alpha::Missing::REASON_NOT_APPLICABLE);
  figure.mutable_number()->set_value("-12.5");
  EXPECT_EQ(CellText(FigureCell(figure, "%"), Language::kGerman), "\u221212,5\u00a0%");
  // Without its counts a share is a number.
  figure.mutable_number()->set_value("12.5");
  EXPECT_TRUE(ReleasedShareCell(figure, 1, std::nullopt).has_number());
  EXPECT_EQ(ReleasedShareCell(figure, 1, 8).share().per_mille(), 125);
}

// Of a report that names a release and not its wave.
TEST(ReleaseBlocksTest, CallsVariablesByTheirQuestionsWithoutTheWave) {
  const auto built = [](const ReportInputs& inputs) {
    Section section;
    section.set_section_id("tables-");
    AppendReleases(inputs, section);
    return section;
  };
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    ReportInputs inputs = SampleReport(language, v1alpha::Report::KIND_PROGRESS);
    survey::v1alpha::TableFilter& filter =
        *inputs.releases[0].tables[0].mutable_table()->mutable_spec()->add_filters();
    filter.set_variable("h1");
    filter.add_options("5");
    const std::string with_wave = built(inputs).SerializeAsString();
    LeaveReleaseAlone(inputs);
    EXPECT_EQ(built(inputs).SerializeAsString(), with_wave);
    // Without both there are codes.
    inputs.release_waves.clear();
    EXPECT_THAT(TableOf(built(inputs).sections(0), "tables--beschaeftigte--2026--steuerung--t0001")
                    .caption(),
                HasSubstr("kontakt"));
  }
}

TEST(ReleaseBlocksTest, AVariableWithoutATextIsCalledByItsCode) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
  LeaveReleaseAlone(inputs);
  for (auto& variable : inputs.release_waves[0].variables) variable.clear_question();
  Section section;
  AppendReleases(inputs, section);
  const Section& release = section.sections(0);
  EXPECT_THAT(release.blocks(release.blocks_size() - 1).paragraph().text(),
              HasSubstr("„Frage stunden“"));
}

}  // namespace
}  // namespace lotse::reporting
