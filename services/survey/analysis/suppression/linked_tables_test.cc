#include "services/survey/analysis/suppression/linked_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lotse::survey::suppression {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kSex = 1;
constexpr int kUnit = 2;
constexpr int kAnswer = 3;

const TableSpec kSexByAnswer{0, {}, {kSex, kAnswer}, {2, 3}, {1, 2, 3, 4, 5, 6}};

// Every sum holds among the true counts.
void ExpectSumsHold(const LinkedTables& tables) {
  for (const Sum& sum : tables.Sums()) {
    int64_t parts = 0;
    for (const int part : sum.parts) parts += tables.Count(part);
    EXPECT_EQ(parts, tables.Count(sum.whole));
  }
}

TEST(LinkedTables, ACrosstabHasMarginsAndATotal) {
  LinkedTables tables;
  ASSERT_TRUE(tables.Add(kSexByAnswer).ok());
  ASSERT_TRUE(tables.AddDifferences().ok());
  EXPECT_EQ(tables.Size(), 6 + 2 + 3 + 1);
  EXPECT_EQ(tables.Sums().size(), 2 + 3 + 1 + 1U);
  EXPECT_EQ(tables.Count(tables.Find({0, {}})), 21);
  EXPECT_EQ(tables.Count(tables.Find({0, {{kSex, 1}}})), 15);
  EXPECT_EQ(tables.Count(tables.Find({0, {{kSex, 1}, {kAnswer, 0}}})), 4);
  EXPECT_EQ(tables.Find({1, {}}), -1);
  EXPECT_TRUE(tables.IsWhole(tables.Find({0, {{kSex, 1}}})));
  EXPECT_FALSE(tables.IsWhole(tables.Find({0, {{kSex, 1}, {kAnswer, 0}}})));
  ASSERT_EQ(tables.Crosstabs().size(), 1U);
  EXPECT_EQ(tables.Crosstabs()[0].columns, 3);
  EXPECT_EQ(tables.Count(tables.Crosstabs()[0].cells[3]), 4);
  EXPECT_EQ(tables.Crosstabs()[0].row_margins[1], tables.Find({0, {{kSex, 1}}}));
  EXPECT_EQ(tables.Crosstabs()[0].column_margins[2], tables.Find({0, {{kAnswer, 2}}}));
  ASSERT_EQ(tables.OneWay().size(), 2U);
  ExpectSumsHold(tables);
}

TEST(LinkedTables, TheSameCellOfSeveralTablesIsOneCell) {
  LinkedTables tables;
  ASSERT_TRUE(tables.Add({0, {}, {kSex}, {2}, {6, 15}}).ok());
  ASSERT_TRUE(tables.Add(kSexByAnswer).ok());
  ASSERT_TRUE(tables.Add({0, {}, {kAnswer, kSex}, {3, 2}, {1, 4, 2, 5, 3, 6}}).ok());
  EXPECT_EQ(tables.Size(), 6 + 2 + 3 + 1);
  EXPECT_EQ(tables.Sums().size(), 2 + 3 + 1 + 1U);
  EXPECT_EQ(tables.Crosstabs().size(), 1U);
  ASSERT_TRUE(tables.Add({0, {}, {kSex, kUnit}, {2, 2}, {3, 3, 7, 8}}).ok());
  EXPECT_EQ(tables.Size(), 12 + 4 + 2);
  const int women = tables.Find({0, {{kSex, 1}}});
  EXPECT_EQ(tables.SumsOf(women).size(), 3U) << "as a part, and as the whole of two rows";
  ExpectSumsHold(tables);
}

TEST(LinkedTables, ThreeVariablesHaveTheCrosstabsAsMargins) {
  LinkedTables tables;
  ASSERT_TRUE(
      tables.Add({0, {}, {kSex, kUnit, kAnswer}, {2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}}).ok());
  EXPECT_EQ(tables.Size(), 27);
  EXPECT_EQ(tables.Sums().size(), 27U);  // of a cube of 3 by 3 by 3 each line has one sum
  ASSERT_TRUE(tables.Add({0, {}, {kSex, kAnswer}, {2, 2}, {4, 6, 12, 14}}).ok());
  EXPECT_EQ(tables.Size(), 27);
  ExpectSumsHold(tables);
}

TEST(LinkedTables, ADifferenceToAFilteredTableIsACell) {
  LinkedTables tables;
  ASSERT_TRUE(tables.Add({0, {}, {kAnswer}, {2}, {10, 20}}).ok());
  ASSERT_TRUE(tables.Add({0, {{kUnit, 4}}, {kAnswer}, {2}, {9, 20}}).ok());
  EXPECT_EQ(tables.Size(), 6);
  ASSERT_TRUE(tables.AddDifferences().ok());
  ASSERT_EQ(tables.Size(), 6 + 2) << "one of the base and one of the first answer";
  EXPECT_FALSE(tables.IsUnpublished(5));
  EXPECT_TRUE(tables.IsUnpublished(6));
  EXPECT_EQ(tables.Count(6), 1);
  EXPECT_EQ(tables.Count(7), 1);
  ExpectSumsHold(tables);
}

TEST(LinkedTables, SlicesOfATableThatIsThereHaveNoDifference) {
  LinkedTables tables;
  ASSERT_TRUE(tables.Add({0, {}, {kUnit, kAnswer}, {2, 2}, {1, 2, 3, 4}}).ok());
  ASSERT_TRUE(tables.Add({0, {{kUnit, 1}}, {kAnswer}, {2}, {3, 4}}).ok());
  const int size = tables.Size();
  ASSERT_TRUE(tables.AddDifferences().ok());
  EXPECT_EQ(tables.Size(), size);
  EXPECT_EQ(size, 9);
}

struct BadCase {
  std::string what;
  TableSpec spec;
  std::string message;
};

class BadTableTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadTableTest, IsRefused) {
  LinkedTables tables;
  ASSERT_TRUE(tables.Add(kSexByAnswer).ok());
  const absl::Status status = tables.Add(GetParam().spec);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(GetParam().message));
}

const BadCase kBadCases[] = {
    {"NoVariable", {0, {}, {}, {}, {}}, "one to three"},
    {"FourVariables", {0, {}, {4, 5, 6, 7}, {1, 1, 1, 1}, {1}}, "one to three"},
    {"NoCategories", {0, {}, {4}, {0}, {}}, "0 cells"},
    {"TooFewCounts", {0, {}, {4, 5}, {2, 2}, {1, 2, 3}}, "4 cells has 3"},
    {"Twice", {0, {}, {4, 4}, {1, 1}, {1}}, "twice"},
    {"TwiceWithTheFilter", {0, {{4, 0}}, {4}, {1}, {1}}, "twice"},
    {"Negative", {0, {}, {4}, {2}, {22, -1}}, "negative"},
    {"AnotherTotal", {0, {}, {4}, {2}, {20, 2}}, "differently"},
    {"AnotherCell", {0, {}, {kSex}, {2}, {7, 14}}, "differently"},
};

INSTANTIATE_TEST_SUITE_P(Rules, BadTableTest, testing::ValuesIn(kBadCases),
                         [](const auto& info) { return info.param.what; });

TEST(LinkedTables, AFilteredTableIsNoLarger) {
  LinkedTables tables;
  ASSERT_TRUE(tables.Add({0, {}, {kAnswer}, {2}, {10, 20}}).ok());
  ASSERT_TRUE(tables.Add({0, {{kUnit, 4}}, {kAnswer}, {2}, {11, 2}}).ok());
  EXPECT_EQ(tables.AddDifferences().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lotse::survey::suppression
