#include "services/survey/analysis/suppression/release_protection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace lotse::survey::suppression {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::UnorderedElementsAre;

enum { kSex, kUnit, kAnswer };

const TableSpec kSexTable{0, {}, {kSex}, {3}, {60, 55, 3}};
const TableSpec kAnswerTable{0, {}, {kAnswer}, {3}, {40, 48, 30}};
const TableSpec kUnitTable{0, {}, {kUnit}, {4}, {40, 30, 40, 8}};
// Sex by answer.
const TableSpec kCrosstab{0, {}, {kSex, kAnswer}, {3, 3}, {20, 25, 15, 20, 20, 15, 0, 3, 0}};

ProtectionResult Protected(const ProtectionTask& task) {
  const absl::StatusOr<ProtectionResult> result = ProtectRelease(task);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : ProtectionResult{};
}

ProtectionTask Task(std::vector<TableToProtect> tables, int64_t threshold = 5) {
  ProtectionTask task;
  task.tables = std::move(tables);
  task.rules.threshold = threshold;
  return task;
}

Published After(const ProtectionTask& task, const ProtectionResult& result) {
  Published all = task.before;
  for (size_t i = 0; i < task.tables.size(); ++i) {
    if (result.refusals[i] != Refusal::kNone) continue;
    for (const TableSpec& spec : task.tables[i].parts) all.tables.push_back(spec);
  }
  all.hidden.assign(result.hidden.begin(), result.hidden.end());
  return all;
}

TEST(ProtectRelease, HidesWhatIsSmallInEveryTable) {
  const ProtectionTask task = Task({{{kSexTable}}, {{kAnswerTable}}, {{kCrosstab}}});
  const ProtectionResult result = Protected(task);
  EXPECT_THAT(result.refusals, Each(Refusal::kNone));
  EXPECT_TRUE(result.hidden.contains({0, {{kSex, 2}}}));
  EXPECT_TRUE(result.hidden.contains({0, {{kSex, 1}}})) << "the smaller one of the others";
  EXPECT_TRUE(result.hidden.contains({0, {{kSex, 2}, {kAnswer, 1}}}));
  EXPECT_FALSE(result.hidden.contains({0, {}}));
  EXPECT_FALSE(result.hidden.contains({0, {{kAnswer, 2}}}));
  EXPECT_EQ(result.withheld, result.hidden);
  EXPECT_TRUE(*HoldsTogether(After(task, result), {}, task.rules));
  EXPECT_EQ(Protected(task).hidden, result.hidden) << "another pattern";
}

// That a small group did not give an answer must not be known, unless nobody gave it: of most
// questions it is told that nobody left them out.
TEST(ProtectRelease, WhatNobodyAnsweredIsNoSecretOfASmallGroup) {
  const TableSpec answers{0, {}, {kAnswer}, {4}, {40, 48, 30, 0}};
  const TableSpec crosstab{
      0, {}, {kSex, kAnswer}, {3, 4}, {20, 25, 15, 0, 20, 20, 15, 0, 0, 3, 0, 0}};
  const CellKey nobody{0, {{kSex, 2}, {kAnswer, 3}}};
  const ProtectionTask first = Task({{{answers}}, {{kSexTable}}});
  ProtectionTask next = Task({{{crosstab}}});
  next.before = After(first, Protected(first));
  for (const ProtectionTask& task : {next, Task({{{answers}}, {{kSexTable}}, {{crosstab}}})}) {
    const ProtectionResult result = Protected(task);
    EXPECT_THAT(result.refusals, Each(Refusal::kNone));
    EXPECT_FALSE(result.hidden.contains(nobody));
    for (const int answer : {0, 1, 2}) {
      EXPECT_TRUE(result.hidden.contains({0, {{kSex, 2}, {kAnswer, answer}}})) << answer;
    }
    EXPECT_TRUE(*HoldsTogether(After(task, result), {}, task.rules));
  }
  // Where it is hidden how many left it out, it stays open.
  next.before.hidden.push_back({0, {{kAnswer, 3}}});
  next.before.hidden.push_back({0, {{kAnswer, 2}}});
  EXPECT_TRUE(Protected(next).hidden.contains(nobody));
}

TEST(ProtectRelease, AnAuditSeesWhatIsMissing) {
  const ProtectionTask task = Task({{{kSexTable}}, {{kCrosstab}}});
  Published all = After(task, Protected(task));
  std::erase(all.hidden, CellKey{0, {{kSex, 1}}});
  EXPECT_FALSE(*HoldsTogether(all, {}, task.rules)) << "the three can be calculated";
  all.hidden.clear();
  EXPECT_FALSE(*HoldsTogether(all, {}, task.rules));
}

TEST(ProtectRelease, WhatIsPublishedStaysSoAndWhatIsHiddenStaysHidden) {
  ProtectionTask task = Task({{{kUnitTable}}, {{kSexTable}}});
  const ProtectionResult first = Protected(task);
  EXPECT_THAT(first.hidden, UnorderedElementsAre(CellKey{0, {{kSex, 1}}}, CellKey{0, {{kSex, 2}}}));
  ProtectionTask next = Task({{{kCrosstab}}, {{kUnitTable}}});
  next.before = After(task, first);
  const ProtectionResult second = Protected(next);
  EXPECT_THAT(second.refusals, Each(Refusal::kNone));
  EXPECT_FALSE(second.hidden.contains({0, {{kSex, 0}}}));
  EXPECT_TRUE(second.hidden.contains({0, {{kSex, 1}}}));
  EXPECT_TRUE(*HoldsTogether(After(next, second), {}, next.rules));
}

// The eight of a unit stand in the basic table, but not in one for the public.
TEST(ProtectRelease, AStricterReleaseWithholdsWhatAnotherOneShows) {
  ProtectionTask task = Task({{{kUnitTable}}});
  const ProtectionResult first = Protected(task);
  EXPECT_THAT(first.hidden, IsEmpty());
  ProtectionTask strict = Task({{{kUnitTable}}}, 10);
  strict.before = After(task, first);
  const ProtectionResult second = Protected(strict);
  EXPECT_THAT(second.refusals, ElementsAre(Refusal::kNone));
  EXPECT_THAT(second.hidden, IsEmpty());
  EXPECT_THAT(second.withheld,
              UnorderedElementsAre(CellKey{0, {{kUnit, 1}}}, CellKey{0, {{kUnit, 3}}}));
}

TEST(ProtectRelease, RefusesASmallBase) {
  const ProtectionResult result = Protected(Task({{{{0, {{kSex, 2}}, {kAnswer}, {3}, {0, 3, 0}}}},
                                                  {{kSexTable}},
                                                  {{{1, {}, {7}, {1}, {9}}}}}));
  EXPECT_THAT(result.refusals, ElementsAre(Refusal::kBase, Refusal::kNone, Refusal::kBase));
}

// All but three: whoever has both tables has a table of the three.
TEST(ProtectRelease, RefusesAFilterThatLeavesFew) {
  const TableSpec most{0, {{9, 1}}, {kAnswer}, {3}, {40, 45, 30}};
  const ProtectionResult result = Protected(Task({{{kAnswerTable}}, {{most}}, {{kSexTable}}}));
  EXPECT_THAT(result.refusals, ElementsAre(Refusal::kNone, Not(Refusal::kNone), Refusal::kNone));
}

// Each table of a filter says how many people it is about.
TEST(ProtectRelease, RefusesAFilterWhoseNumberIsHidden) {
  ProtectionTask task = Task({{{kSexTable}}});
  const ProtectionResult first = Protected(task);
  ProtectionTask next = Task({{{{0, {{kSex, 1}}, {kAnswer}, {3}, {20, 20, 15}}}},
                              {{{0, {{kSex, 0}}, {kAnswer}, {3}, {20, 25, 15}}}}});
  next.before = After(task, first);
  EXPECT_THAT(Protected(next).refusals, ElementsAre(Refusal::kBase, Refusal::kNone));
}

// One and seven are hidden behind one another, but the one alone knows the seven.
TEST(ProtectRelease, RefusesTheTableThatCannotBeProtectedAndNoOther) {
  const TableSpec impossible{0, {}, {8}, {2}, {1, 117}};
  const ProtectionResult result =
      Protected(Task({{{kAnswerTable}},
                      {{impossible}},
                      {{kCrosstab}},
                      {{{0, {}, {8, kUnit}, {2, 4}, {1, 0, 0, 0, 39, 30, 40, 8}}}},
                      {{kSexTable}}}));
  EXPECT_EQ(result.refusals[0], Refusal::kNone);
  EXPECT_EQ(result.refusals[2], Refusal::kNone);
  EXPECT_EQ(result.refusals[4], Refusal::kNone);
  for (const size_t i : {1, 3}) {
    if (result.refusals[i] == Refusal::kNone) continue;
    EXPECT_THAT((std::vector{Refusal::kInterval, Refusal::kSingleton}),
                Contains(result.refusals[i]));
  }
}

// Four were not asked. The follow-up's own table says so, and nothing else of it is small.
TEST(ProtectRelease, ProtectsWhatAFollowUpTellsOfItsFilter) {
  constexpr int kFollowUp = 5;
  ProtectionTask task = Task({{{{0, {}, {kSex}, {3}, {60, 54, 4}}}}});
  const ProtectionResult first = Protected(task);
  EXPECT_TRUE(first.hidden.contains({0, {{kSex, 2}}}));
  ProtectionTask next = Task({{{{0, {}, {kFollowUp}, {3}, {70, 44, 4}}}}});
  next.groupings = {{{kFollowUp, 2}, {{kSex, 2}}, true}};
  next.before = After(task, first);
  const ProtectionResult second = Protected(next);
  EXPECT_THAT(second.refusals, ElementsAre(Refusal::kNone));
  EXPECT_TRUE(second.hidden.contains({0, {{kFollowUp, 2}}})) << "they are the four";
  EXPECT_TRUE(second.hidden.contains({0, {{kFollowUp, 1}}}));
}

// What was published before is broken already, by a rule that was never kept: new tables that
// make it no worse are published all the same.
TEST(ProtectRelease, GoesOnBesideWhatCannotBeMended) {
  ProtectionTask task = Task({{{kAnswerTable}}, {{kUnitTable}}});
  task.before.tables = {kSexTable};
  task.before.hidden = {{0, {{kSex, 2}}}};  // and the other two are shown
  EXPECT_FALSE(*HoldsTogether(task.before, {}, task.rules));
  EXPECT_THAT(Protected(task).refusals, Each(Refusal::kNone));
}

// All 14 of a unit gave the same answer, which was shown before anybody said that it must not be.
TEST(HoldsTogether, WhatWasShownBeforeARuleHeldIsNoFaultOfIt) {
  const TableSpec shown{0, {}, {kUnit, kAnswer}, {2, 3}, {14, 0, 0, 20, 30, 25}};
  const TableSpec more{0, {}, {kSex, kAnswer}, {2, 3}, {14, 15, 15, 20, 15, 10}};
  const TableSpec unanimous{0, {}, {kSex, kAnswer}, {2, 3}, {34, 0, 25, 0, 30, 0}};
  LinkedRules rules{.threshold = 5};
  const Published before{{shown}};
  EXPECT_TRUE(*HoldsTogether(before, {}, rules));
  rules.sensitive_variables = {{kAnswer, 3}};
  EXPECT_FALSE(*HoldsTogether(before, {}, rules));
  EXPECT_TRUE(*HoldsTogether(before, {}, rules, &before));
  EXPECT_TRUE(*HoldsTogether({{shown, more}}, {}, rules, &before));
  EXPECT_FALSE(*HoldsTogether({{shown, unanimous}}, {}, rules, &before)) << "another group";
  Work little(1);
  EXPECT_TRUE(
      absl::IsResourceExhausted(HoldsTogether(before, {}, rules, &before, &little).status()));
}

TEST(ProtectRelease, TablesThatContradictOneAnotherAreNoTask) {
  EXPECT_FALSE(ProtectRelease(Task({{{kSexTable}}, {{{0, {}, {kSex}, {3}, {60, 54, 4}}}}})).ok());
  EXPECT_FALSE(ProtectRelease(Task({{{kSexTable}}}, 4)).ok());
  EXPECT_FALSE(ProtectRelease(Task({{{}}})).ok());
}

}  // namespace
}  // namespace lotse::survey::suppression
