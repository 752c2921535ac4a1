#include "cli/territory_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::StatusOr<TerritoryRows> Read(const std::string& csv) {
  return ReadTerritoryRows(*ParseCsv(csv));
}

TEST(ReadTerritoryRows, TakesTheColumnsOfTheCensus) {
  const auto read = Read(
      "ars12,ags8,name,population_2022_05_15,quality\n"
      "031010000000,03101000,\"Braunschweig, Stadt\",252816,e\n");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->problems, IsEmpty());
  EXPECT_THAT(read->unread, IsEmpty());
  ASSERT_TRUE(read->as_of.has_value());
  EXPECT_EQ(read->as_of->DebugString(), "year: 2022\nmonth: 5\nday: 15\n");
  ASSERT_THAT(read->rows, SizeIs(1));
  EXPECT_EQ(read->rows[0].ShortDebugString(),
            "line: 2 key: \"031010000000\" ags: \"03101000\" title: \"Braunschweig, Stadt\" "
            "population: 252816 quality: \"e\"");
}

TEST(ReadTerritoryRows, TakesAllColumnsInAnyOrderAndCase) {
  const auto read = Read(
      "Valid_To;Successors;KEY;Note;valid_from;title;population\n"
      "2021-10-31;031590001001  031590002002;031525401002;x;1974-03-01;Alt;\n");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->unread, ElementsAre("Note"));
  EXPECT_FALSE(read->as_of.has_value());
  ASSERT_THAT(read->rows, SizeIs(1));
  EXPECT_FALSE(read->rows[0].has_population());
  EXPECT_EQ(read->rows[0].valid_from_date().year(), 1974);
  EXPECT_EQ(read->rows[0].valid_to_date().day(), 31);
  EXPECT_THAT(read->rows[0].successor_keys(), ElementsAre("031590001001", "031590002002"));
}

TEST(ReadTerritoryRows, LeavesWrongLinesOutAndSaysWhy) {
  const auto read = Read(
      "ars,population,valid_from\n"
      "03101,1.000,\n"
      "03102,-1,\n"
      "03103,4,31.12.2024\n"
      "03104\n"
      "03105,5,\n"
      "03105,6,\n"
      "03106,99999999999,2024-02-30\n");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_THAT(read->rows, SizeIs(1));
  EXPECT_EQ(read->rows[0].line(), 6);
  std::vector<std::string> problems;
  for (const RowProblem& problem : read->problems) {
    problems.push_back(absl::StrCat(problem.line, " ", problem.column));
  }
  EXPECT_THAT(problems, ElementsAre("2 population", "3 population", "4 valid_from", "5 ", "7 key",
                                    "8 population", "8 valid_from"));
}

TEST(ReadTerritoryRows, NeedsOneColumnOfKeysAndNoneTwice) {
  EXPECT_THAT(std::string(Read("name\nx\n").status().message()), HasSubstr("ars, ars12 or key"));
  EXPECT_THAT(std::string(Read("ars,key\nx,y\n").status().message()), HasSubstr("column key"));
  EXPECT_THAT(std::string(Read("ars,population_2022\nx,1\n").status().message()),
              HasSubstr("2022 is not a day"));
}

}  // namespace
}  // namespace lotse::cli
