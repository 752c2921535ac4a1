#include "services/survey/analysis/tables/figures.h"

#include <gtest/gtest.h>

#include "services/survey/analysis/tables/figures_testing.h"

namespace lotse::survey::tables {
namespace {

using suppression::CellKey;
using v1alpha::Table;
using v1alpha::TableCategory;
using v1alpha::TableLayer;

v1alpha::Instrument Questionnaire() {
  return Parse<v1alpha::Instrument>(R"pb(
    sections {
      questions {
        code: "unit"
        kind: KIND_SINGLE_CHOICE
        options { code: "a" }
        options { code: "b" }
        options { code: "c" }
      }
      questions {
        code: "ways"
        kind: KIND_MULTIPLE_CHOICE
        options { code: "car" }
        options { code: "bus" }
      }
      questions {
        code: "age"
        kind: KIND_INTEGER
        maximum: 40
        class_bounds: [ 20, 31 ]
      }
      questions {
        code: "grid"
        kind: KIND_MATRIX
        options { code: "1" }
        options { code: "2" }
        options { code: "3" }
        options { code: "9" }
        items { code: "g1" }
        items { code: "g2" }
      }
    }
    sections {
      questions {
        code: "why"
        kind: KIND_SINGLE_CHOICE
        options { code: "1" }
        options { code: "2" }
        options { code: "3" }
        options { code: "9" }
        relevant_if { code: "unit" test: TEST_ANY_CHOSEN options: "a" }
      }
    })pb");
}

// 20 of a, 15 of b, 5 of c and 10 who did not say.
std::vector<Person> Fifty() {
  std::vector<Person> people;
  AddPeople(12, {"unit=a", "ways=car+bus", "age=#25", "g1=3", "g2=1"}, &people);
  AddPeople(8, {"unit=a", "ways=bus+", "age=#30", "g1=2", "g2=2"}, &people);
  AddPeople(15, {"unit=b", "ways=+", "age=#31", "g1=1", "g2=9"}, &people);
  AddPeople(5, {"unit=c", "age=#20", "g1=1", "g2=3"}, &people);
  AddPeople(10, {"ways=car+"}, &people);
  return people;
}

CellKey Key(std::vector<suppression::Coordinate> where) { return {0, std::move(where)}; }

TEST(Figures, OfOneVariable) {
  TestWave wave(Questionnaire(), Fifty());
  const Table table = TableOf(
      &wave, "variables: 'unit' statistics: STATISTIC_SHARES statistics: STATISTIC_INTERVALS");
  EXPECT_EQ(table.base(), 50);
  EXPECT_EQ(table.spec().variables(0), "unit");
  ASSERT_EQ(table.rows_size(), 4);
  EXPECT_EQ(table.rows(2).code(), "c");
  EXPECT_EQ(table.rows(3).kind(), TableCategory::KIND_NO_ANSWER);
  EXPECT_EQ(table.columns_size(), 0);
  ASSERT_EQ(table.layers_size(), 1);
  const TableLayer& layer = table.layers(0);
  EXPECT_FALSE(layer.has_category());
  const char* const expected[][3] = {
      {"20", "50", "40"}, {"15", "37.5", "30"}, {"5", "12.5", "10"}, {"10", "absent", "20"}};
  for (int row = 0; row < 4; ++row) {
    ASSERT_EQ(layer.rows(row).cells_size(), 1);
    EXPECT_FALSE(layer.rows(row).has_total());
    const auto& cell = layer.rows(row).cells(0);
    EXPECT_EQ(Said(cell), expected[row][0]);
    EXPECT_EQ(Said(cell.column_share()), expected[row][1]);
    EXPECT_EQ(Said(cell.total_share()), expected[row][2]);
    EXPECT_FALSE(cell.has_row_share());
  }
  EXPECT_EQ(Said(layer.rows(0).cells(0).interval()), "35.2 to 64.8");
  EXPECT_EQ(SaidOf(layer.totals()), "50");
}

TEST(Figures, AreMadeOfShownCountsOnly) {
  TestWave wave(Questionnaire(), Fifty());
  const std::string spec = "variables: 'unit' statistics: STATISTIC_SHARES";
  // Two answers are protected: how many answered follows from those who did not.
  Table table = TableOf(&wave, spec, {Key({{0, 1}}), Key({{0, 2}})});
  const auto cell = [&](int row) { return table.layers(0).rows(row).cells(0); };
  EXPECT_EQ(Said(cell(0).column_share()), "50");
  EXPECT_EQ(Said(cell(1)), "protected");
  EXPECT_EQ(Said(cell(1).column_share()), "PROTECTED");
  EXPECT_EQ(Said(cell(1).total_share()), "PROTECTED");
  // One and those who did not answer: then it does not.
  table = TableOf(&wave, spec, {Key({{0, 2}}), Key({{0, 3}})});
  EXPECT_EQ(Said(cell(0)), "20");
  EXPECT_EQ(Said(cell(0).column_share()), "PROTECTED");
  EXPECT_EQ(Said(cell(0).total_share()), "40");
}

TEST(Figures, OfTooFewHaveNoValue) {
  TestWave wave(Questionnaire(), Fifty());
  const std::string spec =
      "variables: 'g1' statistics: STATISTIC_SHARES statistics: STATISTIC_INTERVALS"
      " statistics: STATISTIC_LOCATION";
  const Table table = TableOf(&wave, spec, {}, 41);
  const auto& cell = table.layers(0).rows(0).cells(0);
  EXPECT_EQ(Said(cell), "20");
  EXPECT_EQ(Said(cell.column_share()), "BASE_TOO_SMALL") << "40 answered";
  EXPECT_EQ(Said(cell.interval()), "BASE_TOO_SMALL to BASE_TOO_SMALL");
  EXPECT_EQ(Said(cell.total_share()), "40") << "of 50";
  EXPECT_EQ(Said(table.layers(0).locations(0).n()), "40") << "a count";
  EXPECT_EQ(Said(table.layers(0).locations(0).mean()), "BASE_TOO_SMALL");

  TestWave nobody(Questionnaire(), std::vector<Person>(20));
  const Table empty = TableOf(&nobody, spec);
  EXPECT_EQ(Said(empty.layers(0).rows(0).cells(0)), "0");
  EXPECT_EQ(Said(empty.layers(0).rows(0).cells(0).column_share()), "EMPTY_BASE");
  EXPECT_EQ(Said(empty.layers(0).rows(0).cells(0).total_share()), "0");
  EXPECT_EQ(Said(empty.layers(0).locations(0).mean()), "EMPTY_BASE");
}

TEST(Figures, OfAMultipleChoice) {
  TestWave wave(Questionnaire(), Fifty());
  const Table table =
      TableOf(&wave, "variables: 'ways' variables: 'unit' statistics: STATISTIC_SHARES");
  ASSERT_EQ(table.rows_size(), 4);
  EXPECT_EQ(table.rows(2).kind(), TableCategory::KIND_NONE_TICKED);
  EXPECT_EQ(table.rows(3).kind(), TableCategory::KIND_NO_ANSWER);
  const TableLayer& layer = table.layers(0);
  EXPECT_EQ(SaidOf(layer.rows(0).cells()), "12 0 0 10");
  EXPECT_EQ(Said(layer.rows(0).total()), "22");
  EXPECT_EQ(SaidOf(layer.rows(1).cells()), "20 0 0 0");
  EXPECT_EQ(SaidOf(layer.rows(2).cells()), "0 15 0 0");
  EXPECT_EQ(SaidOf(layer.rows(3).cells()), "0 0 5 0");
  EXPECT_EQ(SaidOf(layer.totals()), "20 0 0 10 30") << "anything ticked";
  EXPECT_EQ(SaidOf(layer.bases()), "20 15 5 10 50");
  const auto& car = layer.rows(0);
  EXPECT_EQ(Said(car.cells(0).column_share()), "60") << "12 of 20 who answered";
  EXPECT_EQ(Said(car.cells(0).response_share()), "37.5") << "12 of 32 ticks";
  EXPECT_EQ(Said(car.cells(0).total_share()), "24");
  EXPECT_EQ(Said(car.cells(0).row_share()), "100") << "12 of 12 whose unit is known";
  EXPECT_EQ(Said(car.total().column_share()), "48.9") << "22 of 45";
  EXPECT_EQ(Said(car.total().response_share()), "52.4") << "22 of 42";
  EXPECT_EQ(Said(car.cells(1).column_share()), "0");
  EXPECT_EQ(Said(car.cells(2).column_share()), "EMPTY_BASE");
  EXPECT_EQ(Said(car.cells(3).column_share()), "absent") << "who did not say their unit";
}

TEST(Figures, OfLayersAndOfAllTogether) {
  TestWave wave(Questionnaire(), Fifty());
  const Table table = TableOf(&wave, "variables: 'g1' variables: 'age' variables: 'unit'");
  ASSERT_EQ(table.layers_size(), 5);
  EXPECT_EQ(table.layers(0).category().code(), "a");
  EXPECT_EQ(table.layers(3).category().kind(), TableCategory::KIND_NO_ANSWER);
  EXPECT_FALSE(table.layers(4).has_category());
  // Under 20, 20 to 30, 31 and more, no answer.
  EXPECT_EQ(SaidOf(table.layers(0).rows(2).cells()), "0 12 0 0");
  EXPECT_EQ(SaidOf(table.layers(0).totals()), "0 20 0 0 20");
  EXPECT_EQ(SaidOf(table.layers(4).rows(0).cells()), "0 5 15 0");
  EXPECT_EQ(SaidOf(table.layers(4).totals()), "0 25 15 10 50");
}

TEST(Figures, OfThoseWhomAFilterLeaves) {
  TestWave wave(Questionnaire(), Fifty());
  const Table table =
      TableOf(&wave, "variables: 'g1' filters { variable: 'unit' options: 'c' options: 'a' }");
  EXPECT_EQ(table.base(), 25);
  EXPECT_EQ(SaidOf(table.layers(0).totals()), "25");
  EXPECT_EQ(Said(table.layers(0).rows(0).cells(0)), "5");
}

TEST(Figures, OfNumbersByTheMiddlesOfTheirClasses) {
  TestWave wave(Questionnaire(), Fifty());
  const Table table = TableOf(&wave, "variables: 'age' statistics: STATISTIC_LOCATION");
  const auto& location = table.layers(0).locations(0);
  // 25 with (20 + 30) / 2 and 15 with (31 + 40) / 2; nobody is in the class without an end.
  EXPECT_EQ(Said(location.n()), "40");
  EXPECT_EQ(Said(location.mean()), "28.94");
  EXPECT_EQ(Said(location.median()), "25");
  EXPECT_EQ(Said(location.standard_deviation()), "5.15");
  std::vector<Person> people = Fifty();
  AddPeople(5, {"age=#3"}, &people);
  TestWave young(Questionnaire(), people);
  const Table open = TableOf(&young, "variables: 'age' statistics: STATISTIC_LOCATION");
  EXPECT_EQ(Said(open.layers(0).locations(0).mean()), "NO_SCORE");
  EXPECT_EQ(Said(open.layers(0).locations(0).n()), "40");
  const Table scored = TableOf(&young,
                               "variables: 'age' statistics: STATISTIC_LOCATION"
                               " scores { option: 'min' score: 15 }");
  EXPECT_EQ(Said(scored.layers(0).locations(0).mean()), "27.39") << "(5 * 15 + 25 * 25 + ...) / 45";
}

TEST(Figures, OfScoresThatAreNoWholeNumbers) {
  TestWave wave(Questionnaire(), Fifty());
  const std::string scores =
      " scores { option: '1' score: -0.5 } scores { option: '2' score: 0.5 }"
      " scores { option: '3' score: 1.5 }";
  const Table table = TableOf(&wave,
                              "battery: 'g1' battery: 'g2' statistics: STATISTIC_LOCATION"
                              " statistics: STATISTIC_TOP_BOX top_box: 1"
                              " statistics: STATISTIC_RELIABILITY reversed: 'g2'" +
                                  scores);
  const auto& second = table.layers(0).locations(1);
  EXPECT_EQ(Said(second.n()), "25");
  EXPECT_EQ(Said(second.mean()), "0.78") << "(12 * 1.5 + 8 * 0.5 - 5 * 0.5) / 25, turned round";
  EXPECT_EQ(Said(second.median()), "0.5");
  EXPECT_EQ(Said(second.standard_deviation()), "0.79");
  EXPECT_EQ(Said(second.top_box()), "48");
  EXPECT_EQ(Said(table.reliability().alpha_listwise()), "1") << "as of 1, 2 and 3";
  // Steps of less than 1 are no less far apart: what varies is the same.
  const std::string quarters =
      "battery: 'g1' battery: 'g2' statistics: STATISTIC_RELIABILITY"
      " scores { option: '1' score: 0 } scores { option: '2' score: 0.75 }"
      " scores { option: '3' score: 1 } scores { option: '9' score: -1 }";
  const std::string fourfold =
      "battery: 'g1' battery: 'g2' statistics: STATISTIC_RELIABILITY"
      " scores { option: '1' score: 0 } scores { option: '2' score: 3 }"
      " scores { option: '3' score: 4 } scores { option: '9' score: -4 }";
  const std::string alpha = Said(TableOf(&wave, quarters).reliability().alpha_pairwise());
  EXPECT_EQ(alpha, Said(TableOf(&wave, fourfold).reliability().alpha_pairwise()));
  EXPECT_NE(alpha, "1");
}

// How many have a score follows from the total and those who have none.
TEST(Figures, OfALocationHaveTheirNumberWhereItFollows) {
  TestWave wave(Questionnaire(), Fifty());
  const std::string spec = "variables: 'g1' statistics: STATISTIC_LOCATION";
  const int g1 = CellVariables::Number(wave.variables.Find("g1")->position);
  const struct {
    const char* scores;
    std::vector<int> withheld;  // rows: 1, 2, 3, 9 and no answer
    const char* n;
    const char* mean;
  } cases[] = {
      {"", {}, "40", "1.8"},
      {"", {0, 1}, "40", "PROTECTED"},
      {"", {1, 4}, "PROTECTED", "PROTECTED"},
      {" scores { option: '1' score: 1 } scores { option: '2' score: 2 }",
       {0, 1},
       "28",
       "PROTECTED"},
      {" scores { option: '1' score: 1 } scores { option: '2' score: 2 }",
       {0, 2},
       "PROTECTED",
       "PROTECTED"},
      {" scores { option: '1' score: 1 } scores { option: '2' score: 2 }", {2, 4}, "28", "1.29"},
  };
  for (const auto& c : cases) {
    Withheld withheld;
    for (const int row : c.withheld) withheld.insert(Key({{g1, row}}));
    const Table table = TableOf(&wave, spec + c.scores, withheld);
    EXPECT_EQ(Said(table.layers(0).locations(0).n()), c.n) << c.scores;
    EXPECT_EQ(Said(table.layers(0).locations(0).mean()), c.mean) << c.scores;
  }
}

TEST(Figures, OfABattery) {
  TestWave wave(Questionnaire(), Fifty());
  const std::string spec =
      "battery: 'g1' battery: 'g2' statistics: STATISTIC_LOCATION statistics: STATISTIC_SHARES"
      " statistics: STATISTIC_TOP_BOX top_box: 1 statistics: STATISTIC_RELIABILITY"
      " scores { option: '1' score: 1 } scores { option: '2' score: 2 }"
      " scores { option: '3' score: 3 } reversed: 'g2'";
  const Table table = TableOf(&wave, spec);
  ASSERT_EQ(table.rows_size(), 2);
  EXPECT_EQ(table.rows(1).code(), "g2");
  ASSERT_EQ(table.columns_size(), 5);
  EXPECT_EQ(table.columns(3).code(), "9");
  const TableLayer& layer = table.layers(0);
  EXPECT_EQ(SaidOf(layer.rows(0).cells()), "20 8 12 0 10");
  EXPECT_EQ(SaidOf(layer.rows(1).cells()), "12 8 5 15 10");
  EXPECT_EQ(Said(layer.rows(1).total()), "50");
  EXPECT_EQ(layer.totals_size(), 0);
  EXPECT_EQ(Said(layer.rows(1).cells(0).row_share()), "30") << "of 40 who answered";
  ASSERT_EQ(layer.locations_size(), 2);
  EXPECT_EQ(Said(layer.locations(0).mean()), "1.8");
  EXPECT_EQ(Said(layer.locations(1).n()), "25") << "9 does not count";
  EXPECT_EQ(Said(layer.locations(1).mean()), "2.28") << "(12 * 3 + 8 * 2 + 5 * 1) / 25";
  EXPECT_EQ(Said(layer.locations(1).top_box()), "48") << "12 of 25, turned round";
  EXPECT_EQ(table.reliability().items(), 2);
  // 12 with (3, 3), 8 with (2, 2) and 5 with (1, 1).
  EXPECT_EQ(Said(table.reliability().alpha_listwise()), "1");
  EXPECT_EQ(Said(TableOf(&wave, spec, {}, 26).reliability().alpha_listwise()), "BASE_TOO_SMALL");
}

// An item that everybody is asked has nobody who was not, and that is known.
TEST(Figures, OfABatteryOfWhichOneItemIsAFollowUp) {
  std::vector<Person> people = Fifty();
  for (int i = 0; i < 20; ++i)
    people[static_cast<std::size_t>(i)].answers.Add()->CopyFrom(PersonWith({"why=1"}).answers[0]);
  TestWave wave(Questionnaire(), people);
  const Table table = TableOf(&wave, "battery: 'g1' battery: 'why' variables: 'unit'");
  ASSERT_EQ(table.columns_size(), 6);
  EXPECT_EQ(table.columns(5).kind(), TableCategory::KIND_NOT_ASKED);
  const TableLayer& all = table.layers(4);
  EXPECT_EQ(SaidOf(all.rows(0).cells()), "20 8 12 0 10 0");
  EXPECT_EQ(SaidOf(all.rows(1).cells()), "20 0 0 0 0 30");
  EXPECT_EQ(SaidOf(table.layers(1).rows(1).cells()), "0 0 0 0 0 15");
}

TEST(Figures, OfReach) {
  TestWave wave(Questionnaire(), Fifty());
  const std::string spec =
      "variables: 'unit' statistics: STATISTIC_REACH reference { option: 'a' population: 40 }"
      " reference { option: 'b' population: 60 } reference { option: 'c' population: 100 }";
  Table table = TableOf(&wave, spec);
  ASSERT_EQ(table.reach_size(), 3);
  EXPECT_EQ(table.reach(0).category().code(), "a");
  EXPECT_EQ(Said(table.reach(0).participation_rate()), "50");
  EXPECT_EQ(Said(table.reach(0).representation_ratio()), "2.5") << "(20 / 40) / (40 / 200)";
  EXPECT_EQ(Said(table.reach(0).representation_gap()), "30");
  EXPECT_EQ(Said(table.reach(0).missing_to_parity()), "0");
  EXPECT_EQ(Said(table.reach(0).parity_ratio()), "10") << "c is the largest";
  EXPECT_EQ(Said(table.reach(2).parity_ratio()), "IS_REFERENCE");
  EXPECT_EQ(Said(table.reach(2).participation_rate()), "5");
  EXPECT_EQ(Said(table.reach(2).missing_to_parity()), "15") << "40 * 100 / 200 - 5";
  EXPECT_TRUE(table.reach(0).has_below_four_fifths());
  EXPECT_FALSE(table.reach(0).below_four_fifths());
  EXPECT_FALSE(table.reach(2).has_below_four_fifths()) << "the reference";

  table = TableOf(&wave, spec + " parity_reference: 'a'");
  EXPECT_EQ(Said(table.reach(1).parity_ratio()), "0.5");
  EXPECT_TRUE(table.reach(1).below_four_fifths());

  table = TableOf(&wave, spec, {Key({{0, 2}}), Key({{0, 3}})});
  EXPECT_EQ(Said(table.reach(0).participation_rate()), "50") << "of a alone";
  EXPECT_EQ(Said(table.reach(0).representation_ratio()), "PROTECTED");
  EXPECT_EQ(Said(table.reach(0).parity_ratio()), "PROTECTED");
  EXPECT_FALSE(table.reach(0).has_below_four_fifths());
  EXPECT_EQ(Said(table.reach(2).participation_rate()), "PROTECTED");
  EXPECT_EQ(table.reach(2).population(), 100);
}

}  // namespace
}  // namespace lotse::survey::tables
