#include "services/survey/analysis/suppression/work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "services/survey/analysis/suppression/attacker_testing.h"
#include "services/survey/analysis/suppression/linked_audit.h"
#include "services/survey/analysis/suppression/linked_protect.h"
#include "services/survey/analysis/suppression/release_protection.h"

// The limit of work: what is beyond it is refused and never published unsettled.

namespace lotse::survey::suppression {
namespace {

using testing::ElementsAre;

TEST(Work, EndsWhenNothingIsLeft) {
  Work work(10);
  EXPECT_TRUE(work.Spend(4));
  EXPECT_FALSE(work.IsUsedUp());
  EXPECT_EQ(work.Left(), 6);
  EXPECT_FALSE(work.Spend(7));
  EXPECT_TRUE(work.IsUsedUp());
  EXPECT_EQ(work.Spent(), 10);
  EXPECT_FALSE(work.Spend(1));
  EXPECT_EQ(work.Spent(), 10);
}

// Wherever the work ends, the tables are protected or refused for this reason.
TEST(Work, NoLimitPublishesWhatIsNotSettled) {
  constexpr LinkedRules kRules{.threshold = 5};
  int settled = 0;
  int refused = 0;
  for (int round = 0; round < 20; ++round) {
    std::mt19937 random(round);
    const Microdata data = RandomPeople(random, 4, 150);
    LinkedTables tables;
    for (const std::vector<int>& variables :
         {std::vector{0, 1}, std::vector{1, 2}, std::vector{0, 3}, std::vector{1, 2, 3}}) {
      ASSERT_TRUE(tables.Add(Count(data, variables)).ok());
    }
    ASSERT_TRUE(tables.AddDifferences().ok());
    const LinkedResult whole = Protect(tables, kRules, {});
    for (int64_t steps = 1; steps < kMostWork; steps *= 3) {
      Work work(steps);
      const LinkedResult result = Protect(tables, kRules, {}, &work);
      EXPECT_LE(work.Spent(), steps);
      if (work.IsUsedUp()) {
        ++refused;
        EXPECT_TRUE(result.refusal == Refusal::kEffort || result.refusal == whole.refusal);
      }
      if (result.refusal != Refusal::kNone) continue;
      ++settled;
      const std::vector<int64_t> widths = SensitiveWidths(tables, kRules);
      EXPECT_TRUE(LinkedAudit(tables, widths).Unprotected(result.suppressed).empty());
      EXPECT_TRUE(FindInsiders(tables, result.suppressed, widths).empty());
    }
  }
  EXPECT_GT(settled, 20);
  EXPECT_GT(refused, 20);
}

Microdata Survey(int categories, int people) {
  std::mt19937 random(7);
  Microdata data;
  data.categories = {categories, categories, categories, 4};
  for (int i = 0; i < people; ++i) {
    data.people.emplace_back();
    for (const int size : data.categories) {
      data.people.back().push_back(static_cast<int>(random() % size));
    }
  }
  return data;
}

// 8,000 cells over 1,000 people: nearly all of them are small or empty.
TEST(Work, ATableBeyondTheLimitIsRefusedAndTheOthersGoOn) {
  const Microdata data = Survey(20, 1000);
  ProtectionTask task;
  task.rules.threshold = 5;
  task.tables = {{{Count(data, {0})}},
                 {{Count(data, {0, 1, 2})}},
                 {{Count(data, {0, 3})}},
                 {{Count(data, {3})}}};
  const absl::StatusOr<ProtectionResult> result = ProtectRelease(task);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->refusals,
              ElementsAre(Refusal::kNone, Refusal::kEffort, Refusal::kNone, Refusal::kNone));
  const absl::StatusOr<ProtectionResult> again = ProtectRelease(task);
  EXPECT_EQ(again->hidden, result->hidden);
  EXPECT_EQ(again->refusals, result->refusals);
}

// An audit that was not settled says so, and not that all holds.
TEST(Work, AnAuditBeyondTheLimitIsNoAnswer) {
  const TableSpec table = Count(Survey(20, 1000), {0, 1, 2});
  LinkedTables tables;
  ASSERT_TRUE(tables.Add(table).ok());
  constexpr LinkedRules kRules{.threshold = 5, .singletons = false};
  const std::vector<int64_t> widths = SensitiveWidths(tables, kRules);
  Published all{{table}};
  for (int cell = 0; cell < tables.Size(); ++cell) {
    if (widths[cell] > 0) all.hidden.push_back(tables.Key(cell));
  }
  const absl::StatusOr<bool> holds = HoldsTogether(all, {}, kRules);
  EXPECT_EQ(holds.status().code(), absl::StatusCode::kResourceExhausted) << holds.status();
}

}  // namespace
}  // namespace lotse::survey::suppression
