#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>
#include <vector>

#include "services/survey/analysis/suppression/attacker_testing.h"
#include "services/survey/analysis/suppression/linked_protect.h"

// Random respondents, all their tables, and an attacker who first succeeds against tables in
// which only small counts are hidden.

namespace lotse::survey::suppression {
namespace {

struct Release {
  std::vector<TableSpec> specs;
  LinkedTables tables;
};

Release Publish(std::vector<TableSpec> specs) {
  Release release;
  release.specs = std::move(specs);
  for (const TableSpec& spec : release.specs) EXPECT_TRUE(release.tables.Add(spec).ok());
  EXPECT_TRUE(release.tables.AddDifferences().ok());
  return release;
}

Attacker AttackerOf(const Release& release, const Pattern& suppressed) {
  return {release.specs, [&](const CellKey& key) -> std::optional<int64_t> {
            const int cell = release.tables.Find(key);
            if (cell < 0 || release.tables.IsUnpublished(cell)) return std::nullopt;
            if (suppressed[cell]) return std::nullopt;
            return release.tables.Count(cell);
          }};
}

// How many counts from 1 to threshold - 1 the attacker narrows down to less than the threshold;
// no more than `most`.
int Broken(const Release& release, const Pattern& suppressed, int64_t threshold,
           int most = 1'000'000) {
  Attacker attacker = AttackerOf(release, suppressed);
  EXPECT_TRUE(attacker.Propagate());
  int broken = 0;
  for (int cell = 0; cell < release.tables.Size() && broken < most; ++cell) {
    const int64_t count = release.tables.Count(cell);
    if (count == 0 || count >= threshold) continue;
    const int number = attacker.Number(release.tables.Key(cell));
    if (number < 0) {
      ++broken;  // it is published
      continue;
    }
    const auto [low, high] = attacker.Solve(number);
    EXPECT_LE(low, count);
    EXPECT_GE(high, count);
    if (high - low < threshold) ++broken;
  }
  return broken;
}

Pattern OnlySmall(const LinkedTables& tables, int64_t threshold) {
  Pattern pattern;
  for (int cell = 0; cell < tables.Size(); ++cell) {
    pattern.push_back(TooFew(tables.Count(cell), threshold));
  }
  return pattern;
}

std::vector<TableSpec> RandomTables(std::mt19937& random, const Microdata& data, int round) {
  const int variables = static_cast<int>(data.categories.size());
  std::vector<TableSpec> specs;
  for (int v = 0; v < variables; ++v) specs.push_back(Count(data, {v}));
  for (int a = 0; a < variables; ++a) {
    for (int b = a + 1; b < variables; ++b) {
      if (random() % 2 == 0) specs.push_back(Count(data, {b, a}));
    }
  }
  if (round % 4 == 0) specs.push_back(Count(data, {0, 1, 2}));
  return specs;
}

TEST(LinkedAttack, AThousandRandomSurveysKeepTheirSmallCounts) {
  constexpr int64_t kThreshold = 5;
  int attacked = 0;
  int broken_before = 0;
  std::map<std::string, int> results;
  for (int round = 0; round < 1000; ++round) {
    std::mt19937 random(round);
    const Microdata data =
        RandomPeople(random, 3 + round % 2, 40 + static_cast<int>(random() % 400));
    const Release release = Publish(RandomTables(random, data, round));
    const Pattern small = OnlySmall(release.tables, kThreshold);
    if (std::find(small.begin(), small.end(), true) != small.end()) {
      ++attacked;
      if (Broken(release, small, kThreshold, 1) > 0) ++broken_before;
    }
    const LinkedResult result = Protect(release.tables, {.threshold = kThreshold}, {});
    ++results[NameOf(result.refusal)];
    if (result.refusal != Refusal::kNone) continue;
    ASSERT_EQ(Broken(release, result.suppressed, kThreshold), 0) << "round " << round;
  }
  for (const auto& [name, number] : results) RecordProperty(name, number);
  RecordProperty("attacked", attacked);
  RecordProperty("broken_before", broken_before);
  EXPECT_GT(broken_before, attacked * 3 / 4) << "the attack itself is too weak";
  EXPECT_GT(results["NONE"], 900) << "too many are refused";
}

// Every table that fits is tried: the attacker also knows that counts are whole numbers.
TEST(LinkedAttack, WhoTriesAllTablesLearnsNoMore) {
  constexpr int64_t kThreshold = 3;
  int tried = 0;
  for (int round = 0; round < 400; ++round) {
    std::mt19937 random(round);
    const Microdata data = RandomPeople(random, 3, 12 + static_cast<int>(random() % 14));
    std::vector<TableSpec> specs{Count(data, {0, 1})};
    if (round % 2 == 0) specs.push_back(Count(data, {2, 1}));
    if (round % 8 == 0) specs = {Count(data, {0, 1, 2})};
    const Release release = Publish(std::move(specs));
    const LinkedResult result =
        Protect(release.tables, {.threshold = kThreshold, .singletons = round % 3 == 0}, {});
    if (result.refusal != Refusal::kNone) continue;
    Attacker attacker = AttackerOf(release, result.suppressed);
    std::vector<int64_t> least(attacker.Unknown(), 1'000'000);
    std::vector<int64_t> most(attacker.Unknown(), -1);
    int limit = 20'000;
    if (attacker.Unknown() == 0 || !attacker.TryAll(least, most, limit)) continue;
    ++tried;
    for (int cell = 0; cell < release.tables.Size(); ++cell) {
      const int64_t count = release.tables.Count(cell);
      if (count == 0 || count >= kThreshold) continue;
      const int number = attacker.Number(release.tables.Key(cell));
      ASSERT_GE(number, 0) << "round " << round;
      EXPECT_LE(least[number], count);
      EXPECT_GE(most[number] - least[number], kThreshold) << "round " << round;
    }
  }
  RecordProperty("tried", tried);
  EXPECT_GT(tried, 150);
}

// A table of one unit beside that of all: what is published of either must not give away the
// few who are in one only.
TEST(LinkedAttack, FilteredTablesDoNotGiveAwayTheRest) {
  constexpr int64_t kThreshold = 5;
  int with_small_rest = 0;
  int published = 0;
  for (int round = 0; round < 200; ++round) {
    std::mt19937 random(round);
    const Microdata data = RandomPeople(random, 3, 60 + static_cast<int>(random() % 100));
    std::vector<TableSpec> specs{Count(data, {1}), Count(data, {1}, {{0, 0}}),
                                 Count(data, {1, 2}, {{0, 0}})};
    if (round % 2 == 0) specs.push_back(Count(data, {1, 2}));
    const Release release = Publish(specs);
    const LinkedResult result = Protect(release.tables, {.threshold = kThreshold}, {});
    if (result.refusal != Refusal::kNone) continue;
    ++published;
    EXPECT_EQ(Broken(release, result.suppressed, kThreshold), 0) << "round " << round;
    for (int k = 0; k < data.categories[1]; ++k) {
      const int all = release.tables.Find({0, {{1, k}}});
      const int some = release.tables.Find({0, {{0, 0}, {1, k}}});
      const int64_t rest = release.tables.Count(all) - release.tables.Count(some);
      if (!TooFew(rest, kThreshold)) continue;
      ++with_small_rest;
      EXPECT_TRUE(result.suppressed[all] || result.suppressed[some]) << "round " << round;
    }
  }
  EXPECT_GT(with_small_rest, 50);
  EXPECT_GT(published, 100);
}

}  // namespace
}  // namespace lotse::survey::suppression
