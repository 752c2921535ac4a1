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
            EXPECT_GE(cell, 0);
            if (suppressed[cell]) return std::nullopt;
            return release.tables.Count(cell);
          }};
}

// How many counts from 1 to threshold - 1 the attacker narrows down to less than the threshold.
int Broken(const Release& release, const Pattern& suppressed, int64_t threshold) {
  Attacker attacker = AttackerOf(release, suppressed);
  EXPECT_TRUE(attacker.Propagate());
  int broken = 0;
  for (int cell = 0; cell < release.tables.Size(); ++cell) {
    const int64_t count = release.tables.Count(cell);
    if (count == 0 || count >= threshold || release.tables.IsDifference(cell)) continue;
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
      if (Broken(release, small, kThreshold) > 0) ++broken_before;
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

}  // namespace
}  // namespace lotse::survey::suppression
