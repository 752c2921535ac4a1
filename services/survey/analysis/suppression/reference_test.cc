#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/analysis/suppression/best_pattern_testing.h"
#include "services/survey/analysis/suppression/differencing.h"
#include "services/survey/analysis/suppression/known_exactly_testing.h"
#include "services/survey/analysis/suppression/patterns_testing.h"
#include "services/survey/analysis/suppression/row_space.h"

// Tables whose attacker intervals and optima were calculated by other means: linear programmes
// and exhaustive search in R.

namespace lotse::survey::suppression {
namespace {

using google::protobuf::Value;

const Value& Get(const Value& object, const std::string& name) {
  return object.struct_value().fields().at(name);
}

std::string FolderOf(const std::string& name) {
  const char* const folder = std::getenv("LOTSE_REFERENCE");
  return absl::StrCat(folder != nullptr ? folder : "../shared/reference", "/stats/", name);
}

std::optional<Value> ReadReference(const std::string& name) {
  std::ifstream file(FolderOf(name) + "/expected.json");
  if (!file) return std::nullopt;
  std::ostringstream content;
  content << file.rdbuf();
  Value value;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(content.str(), &value).ok());
  return value;
}

TwoWay TableOf(const Value& counts) {
  TwoWay table;
  for (const Value& row : counts.list_value().values()) {
    ++table.rows;
    table.columns = row.list_value().values_size();
    for (const Value& count : row.list_value().values()) {
      table.counts.push_back(static_cast<int64_t>(count.number_value()));
    }
  }
  return table;
}

// An audit names cells from 1 on, with their true counts and the ends of their intervals. All
// suppressed cells are in it.
void ExpectAudit(const TwoWay& table, const Value& audit) {
  const auto number = [](const Value& entry, const std::string& name) {
    return static_cast<int>(Get(entry, name).number_value());
  };
  Pattern suppressed(table.Size(), false);
  const auto& entries = audit.list_value().values();
  ASSERT_GT(entries.size(), 0);
  for (const Value& entry : entries) {
    suppressed[table.At(number(entry, "row") - 1, number(entry, "col") - 1)] = true;
  }
  for (const Value& entry : entries) {
    const int cell = table.At(number(entry, "row") - 1, number(entry, "col") - 1);
    ASSERT_EQ(table.counts[cell], number(entry, "true"));
    EXPECT_EQ(AttackerInterval(table, suppressed, cell),
              (Interval{number(entry, "min"), number(entry, "max")}))
        << Text(suppressed) << " cell " << cell;
  }
}

TwoWayTask TaskOf(const TwoWay& table, int64_t threshold, int64_t width, Cost cost) {
  TwoWayTask task;
  task.table = table;
  task.primary = Small(table, threshold);
  task.given = task.primary;
  task.available = Pattern(table.Size(), true);
  task.criterion.width = width;
  task.cost = cost;
  return task;
}

int64_t OptimalCost(const TwoWay& table, int64_t threshold, int64_t width, Cost cost) {
  const TwoWayTask task = TaskOf(table, threshold, width, cost);
  const BestPattern best = FindBestPattern(task, 1'000'000);
  EXPECT_TRUE(best.is_optimal);
  if (!best.pattern) return -1;
  EXPECT_THAT(Unprotected(table, *best.pattern, task.primary, task.criterion), testing::IsEmpty());
  return task.CostOf(*best.pattern);
}

TEST(SuppressionReference, IntervalsAndOptimaOfSmallTables) {
  const std::optional<Value> expected = ReadReference("suppression_small");
  if (!expected) GTEST_SKIP() << "no reference data";
  const Value& first = Get(*expected, "table1");
  const TwoWay table = TableOf(Get(first, "counts"));
  for (const char* audit : {"audit_primary_only", "audit_row_pair", "audit_rectangle"}) {
    ExpectAudit(table, Get(first, audit));
  }
  for (const auto& [name, width] : {std::pair("optimum_E", 1), std::pair("optimum_W", 10)}) {
    const Value& optimum = Get(first, name);
    EXPECT_EQ(OptimalCost(table, 10, width, Cost::kCells),
              Get(optimum, "min_cells").number_value());
    EXPECT_EQ(OptimalCost(table, 10, width, Cost::kCounts), Get(optimum, "min_sum").number_value());
  }
}

// Each row and column that has a suppressed cell has two, and yet one is known exactly.
TEST(SuppressionReference, TwoInEachLineAreNotEnough) {
  const std::optional<Value> expected = ReadReference("suppression_small");
  if (!expected) GTEST_SKIP() << "no reference data";
  const Value& second = Get(*expected, "table2");
  const TwoWay table = TableOf(Get(second, "counts"));
  ExpectAudit(table, Get(second, "audit"));
  const Pattern suppressed = Parse("xxx. x.x. .x.x .x.x");
  EXPECT_EQ(Text(KnownExactly(table, suppressed)), ".x..............");
  TwoWayTask task = TaskOf(table, 10, 10, Cost::kCounts);
  EXPECT_THAT(Unprotected(table, suppressed, task.primary, task.criterion),
              testing::ElementsAre(1));
}

TEST(SuppressionReference, TheThresholdAloneHidesNothingOfTheTitanic) {
  const std::optional<Value> expected = ReadReference("titanic");
  if (!expected) GTEST_SKIP() << "no reference data";
  const Value& reference = Get(*expected, "suppression_class_by_sexage");
  const TwoWay table = TableOf(Get(reference, "counts"));
  const Pattern primary = Small(table, 10);
  const auto& audit = Get(reference, "audit_primary_only").list_value().values();
  ASSERT_EQ(audit.size(), 2);
  int entry = 0;
  for (int cell = 0; cell < table.Size(); ++cell) {
    if (!primary[cell]) continue;
    const Interval interval = AttackerInterval(table, primary, cell);
    EXPECT_EQ(interval.low, Get(audit[entry], "min").number_value());
    EXPECT_EQ(interval.high, Get(audit[entry], "max").number_value());
    EXPECT_EQ(interval.Width(), 0);
    ++entry;
  }
  EXPECT_EQ(entry, 2);
  TwoWayTask task = TaskOf(table, 10, 10, Cost::kCounts);
  task.criterion.singletons = true;
  const std::optional<Pattern> pattern = QuickPattern(task);
  ASSERT_TRUE(pattern.has_value());
  EXPECT_THAT(Unprotected(table, *pattern, primary, task.criterion), testing::IsEmpty());
}

// Women of the first class by survival, and those of them who are of age: each count is 4 or
// more, and one girl is known from both.
TEST(SuppressionReference, TheDifferenceOfTwoTablesOfTheTitanicIsOneGirl) {
  const std::optional<Value> expected = ReadReference("titanic");
  if (!expected) GTEST_SKIP() << "no reference data";
  std::ifstream file(FolderOf("titanic") + "/data.csv");
  std::string line;
  std::getline(file, line);
  ASSERT_EQ(line, R"("id","Class","Sex","Age","Survived")");
  constexpr int kPeople = 2201;
  RespondentSet women(kPeople);
  RespondentSet survivors(kPeople);
  RespondentSet adult_survivors(kPeople);
  RespondentSet adult_victims(kPeople);
  RespondentSet victims(kPeople);
  for (int person = 0; std::getline(file, line); ++person) {
    ASSERT_LT(person, kPeople);
    const bool adult = absl::StrContains(line, "Adult");
    if (!absl::StrContains(line, R"("1st","Female")")) continue;
    women.Add(person);
    const bool survived = absl::EndsWith(line, R"("Yes")");
    (survived ? survivors : victims).Add(person);
    if (adult) (survived ? adult_survivors : adult_victims).Add(person);
  }
  const Value& differencing = Get(*expected, "differencing");
  EXPECT_EQ(survivors.Count(), Get(Get(Get(differencing, "q1"), "counts"), "Yes").number_value());
  EXPECT_EQ(adult_survivors.Count(),
            Get(Get(Get(differencing, "q2"), "counts"), "Yes").number_value());
  DifferencingGuard guard(5);
  for (const RespondentSet* set : {&women, &survivors, &victims}) guard.Publish(*set);
  EXPECT_FALSE(guard.Allows(adult_survivors));
  EXPECT_TRUE(guard.Allows(adult_victims)) << "the same four";
  // The same by the attribute patterns: adult survivors, the girl, adult victims.
  Work work(kMostWork);
  RowSpace space({140, 1, 4}, 4, &work);
  EXPECT_EQ(space.Publish({1, 1, 0}), RowSpace::Verdict::kAllowed);
  EXPECT_EQ(space.Publish({0, 0, 1}), RowSpace::Verdict::kAllowed);
  EXPECT_EQ(space.Publish({1, 0, 0}), RowSpace::Verdict::kRefused);
}

struct KnownOptimum {
  std::string what;
  TwoWay table;
  int primaries;
  int64_t cells_e;
  int64_t counts_e;
  int64_t cells_w;
  int64_t counts_w;
};

class KnownOptimumTest : public testing::TestWithParam<KnownOptimum> {};

TEST_P(KnownOptimumTest, IsFoundAndNearlyFoundQuickly) {
  const KnownOptimum& c = GetParam();
  const Pattern primary = Small(c.table, 10);
  EXPECT_EQ(std::count(primary.begin(), primary.end(), true), c.primaries);
  EXPECT_EQ(OptimalCost(c.table, 10, 1, Cost::kCells), c.cells_e);
  EXPECT_EQ(OptimalCost(c.table, 10, 1, Cost::kCounts), c.counts_e);
  EXPECT_EQ(OptimalCost(c.table, 10, 10, Cost::kCells), c.cells_w);
  EXPECT_EQ(OptimalCost(c.table, 10, 10, Cost::kCounts), c.counts_w);
  const TwoWayTask task = TaskOf(c.table, 10, 10, Cost::kCounts);
  EXPECT_LE(2 * task.CostOf(*QuickPattern(task)), 3 * c.counts_w);
}

// The optima are those of an exhaustive search. Colours of hair and eyes: R datasets,
// HairEyeColor (Snee 1974), all persons and women.
const KnownOptimum kKnownOptima[] = {
    {"ThreeByFour", {3, 4, {20, 50, 10, 22, 8, 19, 22, 38, 17, 32, 12, 30}}, 1, 3, 51, 3, 51},
    {"HairByEye",
     {4, 4, {68, 20, 15, 5, 119, 84, 54, 29, 26, 17, 14, 14, 7, 94, 10, 16}},
     2,
     2,
     65,
     2,
     65},
    {"HairByEyeOfWomen",
     {4, 4, {36, 9, 5, 2, 66, 34, 29, 14, 16, 7, 7, 7, 4, 64, 5, 8}},
     9,
     1,
     16,
     1,
     16},
};

INSTANTIATE_TEST_SUITE_P(Tables, KnownOptimumTest, testing::ValuesIn(kKnownOptima),
                         [](const auto& info) { return info.param.what; });

}  // namespace
}  // namespace lotse::survey::suppression
