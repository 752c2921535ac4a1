#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/suppression/logic.h"

// What holds between questions: in logic, and as sums of tables.

namespace lotse::survey::suppression {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A filter with three codes, of which the first asks for nothing; two follow-ups with two codes
// and "not asked"; two questions that share "not reached", and one of the next section.
enum { kFilter, kFirst, kSecond, kEarly, kEarlyToo, kLate };
constexpr int kNotAsked = 2;
constexpr int kNotReached = 1;

std::vector<Grouping> Questionnaire() {
  return {{{kFirst, kNotAsked}, {{kFilter, 0}, {kFilter, 3}}, true},
          {{kSecond, kNotAsked}, {{kFilter, 0}, {kFilter, 3}}, true},
          {{kEarly, kNotReached}, {{kEarlyToo, kNotReached}}, true},
          {{kEarly, kNotReached}, {{kLate, kNotReached}}, false}};
}

TEST(Logic, WithoutGroupingsNothingFollows) {
  const Logic logic;
  EXPECT_THAT(*logic.Closure({{3, 1}, {2, 0}}), ElementsAre(Coordinate{2, 0}, Coordinate{3, 1}));
  EXPECT_FALSE(logic.Closure({{3, 1}, {3, 0}}).has_value()) << "nobody gave two answers";
}

TEST(Logic, APartHasTheWholeAndTheLastPossiblePartFollows) {
  const Logic logic(Questionnaire());
  EXPECT_THAT(*logic.Closure({{kFilter, 0}}),
              ElementsAre(Coordinate{kFilter, 0}, Coordinate{kFirst, kNotAsked},
                          Coordinate{kSecond, kNotAsked}));
  EXPECT_FALSE(logic.Closure({{kFilter, 0}, {kFirst, 1}}).has_value()) << "was not asked";
  EXPECT_FALSE(logic.Closure({{kFilter, 1}, {kFirst, kNotAsked}}).has_value()) << "was asked";
}

TEST(Logic, WhatTwoWholesShareIsTheSame) {
  const Logic logic(Questionnaire());
  EXPECT_EQ(logic.Closure({{kFirst, kNotAsked}}), logic.Closure({{kSecond, kNotAsked}}));
  EXPECT_FALSE(logic.Closure({{kFirst, kNotAsked}, {kSecond, 0}}).has_value());
  EXPECT_FALSE(logic.Closure({{kEarly, 0}, {kEarlyToo, kNotReached}}).has_value());
}

TEST(Logic, AGroupingThatIsNotExactHoldsInOneDirection) {
  const Logic logic(Questionnaire());
  EXPECT_FALSE(logic.Closure({{kEarly, kNotReached}, {kLate, 0}}).has_value());
  EXPECT_THAT(*logic.Closure({{kEarly, 0}, {kLate, kNotReached}}), SizeIs(2));
}

LinkedTables Tables(const std::vector<TableSpec>& specs, int64_t small = 0) {
  LinkedTables tables(Questionnaire());
  for (const TableSpec& spec : specs) EXPECT_TRUE(tables.Add(spec).ok());
  EXPECT_TRUE(tables.AddDifferences(small).ok());
  for (const Sum& sum : tables.Sums()) {
    int64_t parts = 0;
    for (const int part : sum.parts) parts += tables.Count(part);
    EXPECT_EQ(parts, tables.Count(sum.whole));
  }
  return tables;
}

bool HasSum(const LinkedTables& tables, int whole, std::vector<int> parts) {
  std::sort(parts.begin(), parts.end());
  for (const Sum& sum : tables.Sums()) {
    std::vector<int> found = sum.parts;
    std::sort(found.begin(), found.end());
    if (sum.whole == whole && found == parts) return true;
  }
  return false;
}

const TableSpec kFilterTable{0, {}, {kFilter}, {4}, {20, 30, 40, 2}};
const TableSpec kFirstTable{0, {}, {kFirst}, {3}, {30, 40, 22}};

TEST(Groupings, NotAskedIsTheSumOfTheFiltersCodes) {
  const LinkedTables tables = Tables({kFilterTable, kFirstTable});
  EXPECT_EQ(tables.Size(), 4 + 3 + 1);
  EXPECT_TRUE(HasSum(tables, tables.Find({0, {{kFirst, kNotAsked}}}),
                     {tables.Find({0, {{kFilter, 0}}}), tables.Find({0, {{kFilter, 3}}})}));
}

TEST(Groupings, ACrosstabWithTheFilterIsThatOfThoseWhoWereAsked) {
  const LinkedTables tables =
      Tables({{0, {}, {kFilter, kFirst}, {4, 3}, {0, 0, 20, 20, 10, 0, 10, 30, 0, 0, 0, 2}}});
  EXPECT_EQ(tables.Size(), 4 + 4 + 3 + 1) << "four inner cells, and the margins";
  EXPECT_EQ(tables.Find({0, {{kFilter, 0}, {kFirst, 1}}}), LinkedTables::kNobody);
  EXPECT_EQ(tables.Find({0, {{kFilter, 0}, {kFirst, kNotAsked}}}),
            tables.Find({0, {{kFilter, 0}}}));
  ASSERT_THAT(tables.Crosstabs(), SizeIs(1));
  EXPECT_EQ(tables.Crosstabs()[0].rows, 2);
  EXPECT_EQ(tables.Crosstabs()[0].columns, 2);
  EXPECT_THAT(tables.Crosstabs()[0].cells,
              ElementsAre(tables.Find({0, {{kFilter, 1}, {kFirst, 0}}}),
                          tables.Find({0, {{kFilter, 1}, {kFirst, 1}}}),
                          tables.Find({0, {{kFilter, 2}, {kFirst, 0}}}),
                          tables.Find({0, {{kFilter, 2}, {kFirst, 1}}})));
}

TEST(Groupings, QuestionsOfASectionShareWhoDidNotReachThem) {
  const LinkedTables tables =
      Tables({{0, {}, {kEarly}, {2}, {90, 7}}, {0, {}, {kEarlyToo}, {2}, {90, 7}}});
  EXPECT_EQ(tables.Find({0, {{kEarly, kNotReached}}}),
            tables.Find({0, {{kEarlyToo, kNotReached}}}));
}

TEST(Groupings, WhoLeftBetweenTwoSectionsCanBeCalculated) {
  const LinkedTables tables =
      Tables({{0, {}, {kEarly}, {2}, {90, 7}}, {0, {}, {kLate}, {2}, {87, 10}}});
  const int late = tables.Find({0, {{kLate, kNotReached}}});
  const int rest = tables.Size() - 1;
  EXPECT_TRUE(tables.IsUnpublished(rest));
  EXPECT_TRUE(tables.IsPeople(rest));
  EXPECT_EQ(tables.Count(rest), 3);
  EXPECT_TRUE(HasSum(tables, late, {tables.Find({0, {{kEarly, kNotReached}}}), rest}));
}

// Two codes of the filter by unit; nobody shows how many were not asked in each unit.
TEST(Groupings, AUnionThatNoTableShowsIsACellIfItIsSmall) {
  constexpr int kUnit = 9;
  const TableSpec spec{0, {}, {kFilter, kUnit}, {4, 2}, {1, 19, 15, 15, 20, 20, 1, 1}};
  EXPECT_EQ(Tables({spec}, 2).Size(), 15);
  const LinkedTables tables = Tables({spec}, 5);
  ASSERT_EQ(tables.Size(), 16);
  EXPECT_TRUE(tables.IsUnpublished(15));
  EXPECT_EQ(tables.Count(15), 2);
}

TEST(Groupings, TicksAreMoreThanThoseWhoTicked) {
  LinkedTables tables({{{4, 1}, {{1, 1}, {2, 1}}, false}});
  for (const TableSpec& spec :
       {TableSpec{0, {}, {1}, {2}, {40, 30}}, TableSpec{0, {}, {2}, {2}, {30, 40}},
        TableSpec{0, {}, {4}, {2}, {8, 62}}}) {
    ASSERT_TRUE(tables.Add(spec).ok());
  }
  ASSERT_TRUE(tables.AddDifferences().ok());
  ASSERT_EQ(tables.Size(), 7 + 2);
  EXPECT_FALSE(tables.IsPeople(7));
  EXPECT_EQ(tables.Count(7), 8);
  EXPECT_EQ(tables.Count(8), 70);
}

TEST(Groupings, AnUnpublishedTableConnectsFiltersThatOverlap) {
  // A variable of its own: one of the first two codes of the filter.
  constexpr int kIn = 8;
  LinkedTables tables({{{kIn, 1}, {{kFilter, 0}, {kFilter, 1}}, true}});
  ASSERT_TRUE(tables.Add({0, {{kIn, 1}}, {kFirst}, {2}, {20, 30}}).ok());
  ASSERT_TRUE(
      tables.AddUnpublished({0, {}, {kFilter, kFirst}, {3, 2}, {8, 14, 12, 16, 40, 2}}).ok());
  ASSERT_TRUE(tables.AddDifferences().ok());
  const int in = tables.Find({0, {{kFirst, 0}, {kIn, 1}}});
  const int first = tables.Find({0, {{kFilter, 0}, {kFirst, 0}}});
  EXPECT_TRUE(tables.IsUnpublished(first));
  EXPECT_FALSE(tables.IsUnpublished(in));
  EXPECT_TRUE(HasSum(tables, in, {first, tables.Find({0, {{kFilter, 1}, {kFirst, 0}}})}));
}

TEST(Groupings, WhatContradictsThemIsRefused) {
  LinkedTables tables(Questionnaire());
  EXPECT_FALSE(tables.Add({0, {}, {kFilter, kFirst}, {2, 2}, {1, 0, 20, 20}}).ok());
  tables = LinkedTables(Questionnaire());
  ASSERT_TRUE(tables.Add(kFilterTable).ok());
  ASSERT_TRUE(tables.Add({0, {}, {kFirst}, {3}, {30, 42, 20}}).ok());
  EXPECT_EQ(tables.AddDifferences().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lotse::survey::suppression
