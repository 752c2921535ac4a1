// The examples of docs/disclosure-control.md: each table there is worked out here anew, with the
// code that protects, and has to stand there as it comes out. A number that is hidden has a star.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/survey/analysis/suppression/best_pattern_testing.h"
#include "services/survey/analysis/suppression/differencing.h"
#include "services/survey/analysis/suppression/linked_audit.h"
#include "services/survey/analysis/suppression/linked_protect.h"
#include "services/survey/analysis/suppression/row_space.h"

namespace lotse::survey::suppression {
namespace {

using testing::HasSubstr;

constexpr int64_t kThreshold = 5;
constexpr int kAnswer = 1;
constexpr int kUnit = 2;
constexpr int kSex = 3;

std::string Document() {
  std::ostringstream content;
  content << std::ifstream("docs/disclosure-control.md").rdbuf();
  return content.str();
}

// The document has this block.
void ExpectDocumented(const std::string& block) {
  EXPECT_THAT(Document(), HasSubstr(absl::StrCat("```text\n", block, "```\n")));
}

std::string Mark(int64_t count, bool hidden) { return absl::StrCat(count, hidden ? "*" : " "); }

// A table with its margins, as people write it.
std::string Text(const TwoWay& table, const Pattern& suppressed,
                 const std::vector<std::string>& rows, const std::vector<std::string>& columns) {
  std::string text = absl::StrFormat("%-10s", "");
  for (const std::string& column : columns) absl::StrAppend(&text, absl::StrFormat("%9s ", column));
  absl::StrAppend(&text, absl::StrFormat("%9s", "all"), "\n");
  std::vector<int64_t> totals(table.columns + 1, 0);
  for (int r = 0; r < table.rows; ++r) {
    absl::StrAppend(&text, absl::StrFormat("%-10s", rows[r]));
    int64_t sum = 0;
    for (int c = 0; c < table.columns; ++c) {
      const int cell = table.At(r, c);
      absl::StrAppend(&text, absl::StrFormat("%10s", Mark(table.counts[cell], suppressed[cell])));
      sum += table.counts[cell];
      totals[c] += table.counts[cell];
    }
    totals.back() += sum;
    absl::StrAppend(&text, absl::StrFormat("%9d", sum), "\n");
  }
  absl::StrAppend(&text, absl::StrFormat("%-10s", "all"));
  for (int c = 0; c < table.columns; ++c)
    absl::StrAppend(&text, absl::StrFormat("%9d ", totals[c]));
  return absl::StrCat(text, absl::StrFormat("%9d", totals.back()), "\n");
}

// What an attacker can work out of each hidden cell.
std::string Intervals(const TwoWay& table, const Pattern& suppressed,
                      const std::vector<std::string>& rows,
                      const std::vector<std::string>& columns) {
  std::string text;
  for (int cell = 0; cell < table.Size(); ++cell) {
    if (!suppressed[cell]) continue;
    const Interval interval = AttackerInterval(table, suppressed, cell);
    const std::string name =
        absl::StrCat(rows[table.RowOf(cell)], ", ", columns[table.ColumnOf(cell)]);
    absl::StrAppend(&text, absl::StrFormat("%-16s", name),
                    interval.Width() == 0 ? absl::StrCat("exactly ", interval.low)
                                          : absl::StrCat(interval.low, " to ", interval.high),
                    "\n");
  }
  return text;
}

Pattern SmallCounts(const TwoWay& table) {
  Pattern small(table.Size());
  for (int cell = 0; cell < table.Size(); ++cell) {
    small[cell] = TooFew(table.counts[cell], kThreshold);
  }
  return small;
}

TwoWayTask TaskOf(const TwoWay& table, bool singletons) {
  TwoWayTask task;
  task.table = table;
  task.primary = SmallCounts(table);
  task.given = task.primary;
  task.available.assign(table.Size(), true);
  task.criterion = {.width = kThreshold, .singletons = singletons};
  return task;
}

const std::vector<std::string> kUnits = {"works", "social", "schools"};
const std::vector<std::string> kAnswers = {"yes", "no", "unsure"};
const TwoWay kSmallCell{3, 3, {3, 30, 40, 50, 31, 60, 45, 55, 65}};

TEST(DocumentedExamples, HidingWhatIsSmallHidesNothing) {
  const Pattern small = SmallCounts(kSmallCell);
  ExpectDocumented(absl::StrCat(Text(kSmallCell, small, kUnits, kAnswers), "\n",
                                Intervals(kSmallCell, small, kUnits, kAnswers)));
}

TEST(DocumentedExamples, PartnersHideIt) {
  const BestPattern best = FindBestPattern(TaskOf(kSmallCell, false), 100'000);
  ASSERT_TRUE(best.pattern.has_value());
  EXPECT_TRUE(best.is_optimal);
  ExpectDocumented(absl::StrCat(Text(kSmallCell, *best.pattern, kUnits, kAnswers), "\n",
                                Intervals(kSmallCell, *best.pattern, kUnits, kAnswers)));
}

// Two squares of hidden cells, and one that joins them: it is the only way between the two.
TEST(DocumentedExamples, TwoInEachRowAndColumnAreNotEnough) {
  const TwoWay table{4, 4, {12, 14, 30, 31, 15, 16, 3, 33, 34, 35, 17, 18, 36, 37, 19, 20}};
  Pattern hidden(16, false);
  for (const int cell : {0, 1, 4, 5, 6, 10, 11, 14, 15}) hidden[cell] = true;
  const std::vector<std::string> units = {"works", "social", "schools", "culture"};
  const std::vector<std::string> answers = {"yes", "rather", "unsure", "no"};
  ExpectDocumented(absl::StrCat(Text(table, hidden, units, answers), "\n",
                                Intervals(table, hidden, units, answers)));
  EXPECT_FALSE(Unprotected(table, hidden, SmallCounts(table), {.width = kThreshold}).empty());
}

TEST(DocumentedExamples, WhoIsAloneMustNotLearnOfOthers) {
  const TwoWay table{3, 3, {1, 4, 40, 50, 31, 60, 45, 55, 65}};
  const BestPattern without = FindBestPattern(TaskOf(table, false), 100'000);
  const BestPattern with = FindBestPattern(TaskOf(table, true), 100'000);
  ASSERT_TRUE(without.pattern.has_value() && with.pattern.has_value());
  EXPECT_NE(FindInsider(table, *without.pattern, SmallCounts(table)).cell, -1);
  EXPECT_EQ(FindInsider(table, *with.pattern, SmallCounts(table)).cell, -1);
  ExpectDocumented(Text(table, *without.pattern, kUnits, kAnswers));
  ExpectDocumented(Text(table, *with.pattern, kUnits, kAnswers));
}

LinkedTables Tables(const std::vector<TableSpec>& specs) {
  LinkedTables tables;
  for (const TableSpec& spec : specs) EXPECT_TRUE(tables.Add(spec).ok());
  EXPECT_TRUE(tables.AddDifferences().ok());
  return tables;
}

// A line for each category of the first variable: its counts over the second one, if there is one.
std::string Text(const LinkedTables& tables, const Pattern& suppressed, const TableSpec& spec,
                 const std::vector<std::string>& rows, const std::vector<std::string>& columns) {
  std::string text = absl::StrFormat("%-10s", "");
  for (const std::string& column : columns) absl::StrAppend(&text, absl::StrFormat("%9s ", column));
  text.erase(text.find_last_not_of(' ') + 1);
  absl::StrAppend(&text, text.empty() ? "" : "\n");
  const auto cell_of = [&](int row, int column) {
    CellKey key{spec.base, spec.filter};
    key.where.push_back({spec.variables[0], row});
    if (column >= 0) key.where.push_back({spec.variables[1], column});
    std::sort(key.where.begin(), key.where.end());
    return tables.Find(key);
  };
  for (int row = 0; row < spec.categories[0]; ++row) {
    std::string line = absl::StrFormat("%-10s", rows[row]);
    for (size_t c = 0; c < std::max<size_t>(columns.size(), 1); ++c) {
      const int cell = cell_of(row, columns.empty() ? -1 : static_cast<int>(c));
      absl::StrAppend(&line, absl::StrFormat("%10s", Mark(tables.Count(cell), suppressed[cell])));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

TEST(DocumentedExamples, OnePersonStaysHiddenInAllTables) {
  const TableSpec sex{0, {}, {kSex}, {3}, {102, 110, 1}};
  const TableSpec answers{0, {}, {kSex, kAnswer}, {3, 3}, {40, 32, 30, 35, 45, 30, 0, 1, 0}};
  const TableSpec units{0, {}, {kSex, kUnit}, {3, 2}, {50, 52, 60, 50, 1, 0}};
  const LinkedTables tables = Tables({sex, answers, units});
  const LinkedRules rules{.threshold = kThreshold};
  const LinkedResult result = Protect(tables, rules, {});
  ASSERT_EQ(result.refusal, Refusal::kNone);
  LinkedAudit audit(tables, SensitiveWidths(tables, rules));
  EXPECT_TRUE(audit.Unprotected(result.suppressed).empty());
  const std::vector<std::string> sexes = {"female", "male", "non-binary"};
  ExpectDocumented(
      absl::StrCat(Text(tables, result.suppressed, sex, sexes, {}), "\n",
                   Text(tables, result.suppressed, answers, sexes, kAnswers), "\n",
                   Text(tables, result.suppressed, units, sexes, {"works", "social"})));
}

TEST(DocumentedExamples, AFilteredTableIsProtectedBesideTheWholeOne) {
  const TableSpec all{0, {}, {kAnswer}, {3}, {30, 40, 50}};
  const TableSpec some{0, {{kUnit, 7}}, {kAnswer}, {3}, {28, 20, 10}};
  const LinkedTables tables = Tables({all, some});
  const LinkedResult result = Protect(tables, {.threshold = kThreshold}, {});
  ASSERT_EQ(result.refusal, Refusal::kNone);
  ExpectDocumented(absl::StrCat("everybody\n", Text(tables, result.suppressed, all, kAnswers, {}),
                                "\n", "without the works department\n",
                                Text(tables, result.suppressed, some, kAnswers, {})));
  // Somebody takes one from the other.
  const int difference = tables.Find({0, {{kAnswer, 0}, {kUnit, -1}}});
  EXPECT_TRUE(difference < 0 || tables.Count(difference) == 2);
}

TEST(DocumentedExamples, AGroupThatIsOfOneMind) {
  const TableSpec spec{0, {}, {kUnit, kAnswer}, {3, 3}, {14, 0, 0, 9, 8, 7, 20, 16, 12}};
  const LinkedTables tables = Tables({spec});
  LinkedRules rules{.threshold = kThreshold};
  EXPECT_EQ(Protect(tables, rules, {}).suppressed, Pattern(tables.Size(), false));
  rules.sensitive_variables = {{kAnswer, 3}};
  const LinkedResult result = Protect(tables, rules, {});
  ASSERT_EQ(result.refusal, Refusal::kNone);
  ExpectDocumented(Text(tables, result.suppressed, spec, kUnits, kAnswers));
}

// The women of the first class, and those of them who were of age: passengers of the Titanic.
TEST(DocumentedExamples, BasesThatDifferByOneAreRefused) {
  RespondentSet women(145);
  RespondentSet adults(145);
  for (int i = 0; i < 145; ++i) {
    women.Add(i);
    if (i > 0) adults.Add(i);
  }
  EXPECT_TRUE(DifferByFew(women, adults, kThreshold));
  DifferencingGuard guard(kThreshold);
  guard.Publish(women);
  EXPECT_FALSE(guard.Allows(adults));
  EXPECT_THAT(Document(), HasSubstr("4 of 145"));
  EXPECT_THAT(Document(), HasSubstr("4 of 144"));
}

// Three bases, no two of which differ by few, that tell of three people together.
TEST(DocumentedExamples, ThreeBasesTogetherAreRefused) {
  // Patterns: only in the first part, only in the second one, in neither.
  Work work(kMostWork);
  RowSpace space({40, 60, 3}, kThreshold, &work);
  EXPECT_EQ(space.Publish({true, true, true}), RowSpace::Verdict::kAllowed);
  EXPECT_EQ(space.Publish({true, false, false}), RowSpace::Verdict::kAllowed);
  EXPECT_EQ(space.Publish({false, true, false}), RowSpace::Verdict::kRefused);
  EXPECT_THAT(Document(), HasSubstr("103 − 40 − 60 = 3"));
}

}  // namespace
}  // namespace lotse::survey::suppression
