#include "services/survey/analysis/suppression/linked_cubes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/suppression/attacker_testing.h"
#include "services/survey/analysis/suppression/linked_protect.h"

namespace lotse::survey::suppression {
namespace {

LinkedTables Tables(const std::vector<TableSpec>& specs) {
  LinkedTables tables;
  for (const TableSpec& spec : specs) EXPECT_TRUE(tables.Add(spec).ok());
  EXPECT_TRUE(tables.AddDifferences().ok());
  return tables;
}

std::vector<int> InnerCells(const LinkedTables& tables) { return tables.Cubes()[0].margins[7]; }

// Two of each of three variables: all eight counts change together, or none.
TEST(CubeMoves, ProvesACubeOfEight) {
  const LinkedTables tables = Tables({{0, {}, {0, 1, 2}, {2, 2, 2}, {3, 9, 9, 9, 9, 9, 9, 9}}});
  const std::vector<int> cells = InnerCells(tables);
  std::vector<int64_t> widths(tables.Size(), 0);
  widths[cells[0]] = 12;
  LinkedAudit audit(tables, widths);
  Work work(1000);
  Pattern unknown(tables.Size(), false);
  CubeMoves(tables, audit, work).Prove(unknown);
  EXPECT_EQ(audit.Missing(cells[0]), 12) << "all is published";
  for (const int cell : cells) unknown[cell] = true;
  CubeMoves(tables, audit, work).Prove(unknown);
  EXPECT_TRUE(audit.IsProved(cells[0]));
  EXPECT_EQ(audit.Rise(cells[0]), 9);
  EXPECT_EQ(audit.Fall(cells[0]), 3);
}

// As it is open only by 3 + 9, no more can be proved.
TEST(CubeMoves, ProvesNoMoreThanIsOpen) {
  const LinkedTables tables = Tables({{0, {}, {0, 1, 2}, {2, 2, 2}, {3, 9, 9, 9, 9, 9, 9, 9}}});
  std::vector<int64_t> widths(tables.Size(), 0);
  const std::vector<int> cells = InnerCells(tables);
  widths[cells[0]] = 13;
  LinkedAudit audit(tables, widths);
  Work work(1000);
  Pattern unknown(tables.Size(), false);
  for (const int cell : cells) unknown[cell] = true;
  CubeMoves(tables, audit, work).Prove(unknown);
  EXPECT_EQ(audit.Missing(cells[0]), 1);
}

// Margins are hidden, too: people change between two categories, or four cells of one layer.
TEST(CubeMoves, ProvesHiddenMargins) {
  const LinkedTables tables = Tables({{0, {}, {0, 1, 2}, {2, 2, 2}, {1, 9, 9, 9, 1, 9, 9, 9}}});
  const Cube& cube = tables.Cubes()[0];
  std::vector<int64_t> widths(tables.Size(), 0);
  const int margin = cube.margins[3][0];
  const int group = cube.margins[1][0];
  widths[margin] = widths[group] = 5;
  LinkedAudit audit(tables, widths);
  Work work(10'000);
  Pattern unknown(tables.Size(), true);
  unknown[cube.margins[0][0]] = false;
  CubeMoves(tables, audit, work).Prove(unknown);
  EXPECT_TRUE(audit.IsProved(margin));
  EXPECT_TRUE(audit.IsProved(group));
}

// The cheapest seven others, and nothing that is published in any case.
TEST(CubeMoves, HidesTheCheapestCube) {
  TableSpec spec{0, {}, {0, 1, 2}, {3, 2, 2}, {3, 20, 20, 20, 50, 50, 50, 50, 20, 20, 20, 20}};
  const LinkedTables tables = Tables({spec});
  const std::vector<int> cells = InnerCells(tables);
  std::vector<int64_t> widths(tables.Size(), 0);
  widths[cells[0]] = 5;
  for (const bool is_fixed : {false, true}) {
    LinkedAudit audit(tables, widths);
    Work work(10'000);
    Pattern suppressed(tables.Size(), false);
    suppressed[cells[0]] = true;
    Pattern fixed(tables.Size(), false);
    fixed[cells[8]] = is_fixed;
    CubeMoves(tables, audit, work).Hide(fixed, suppressed);
    EXPECT_TRUE(audit.IsProved(cells[0]));
    EXPECT_EQ(suppressed[cells[8]], !is_fixed);
    EXPECT_EQ(suppressed[cells[4]], is_fixed);
    EXPECT_EQ(std::count(suppressed.begin(), suppressed.end(), true), 8);
  }
}

Microdata People(int categories, int people) {
  std::mt19937 random(7);
  Microdata data;
  data.categories.assign(3, categories);
  for (int i = 0; i < people; ++i) {
    std::vector<int> person;
    for (int v = 0; v < 3; ++v) person.push_back(static_cast<int>(random() % categories));
    if (random() % 4 == 0) person[1] = person[0];
    data.people.push_back(person);
  }
  return data;
}

struct ThreeWay {
  int categories;
  int people;
};

class ThreeWayTables : public testing::TestWithParam<ThreeWay> {};

// With a fraction of the work that a call may do, and against an audit without limit.
TEST_P(ThreeWayTables, AreProtectedQuickly) {
  const LinkedTables tables =
      Tables({Count(People(GetParam().categories, GetParam().people), {0, 1, 2})});
  const LinkedRules rules{.threshold = 5};
  Work work(kMostWork / 20);
  const LinkedResult result = Protect(tables, rules, {}, &work);
  ASSERT_EQ(result.refusal, Refusal::kNone) << NameOf(result.refusal);
  LinkedAudit audit(tables, SensitiveWidths(tables, rules));
  EXPECT_THAT(audit.Unprotected(result.suppressed), testing::IsEmpty());
  RecordProperty("steps", std::to_string(work.Spent()));
}

INSTANTIATE_TEST_SUITE_P(Sizes, ThreeWayTables,
                         testing::Values(ThreeWay{6, 1000}, ThreeWay{8, 1000}, ThreeWay{10, 1000},
                                         ThreeWay{6, 10'000}, ThreeWay{8, 10'000},
                                         ThreeWay{10, 10'000}),
                         [](const testing::TestParamInfo<ThreeWay>& info) {
                           return absl::StrCat(info.param.categories, "x", info.param.categories,
                                               "x", info.param.categories, "of", info.param.people);
                         });

}  // namespace
}  // namespace lotse::survey::suppression
