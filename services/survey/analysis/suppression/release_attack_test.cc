#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

#include "services/survey/analysis/suppression/attacker_testing.h"
#include "services/survey/analysis/suppression/release_attacker_testing.h"
#include "services/survey/analysis/suppression/release_protection.h"

// Random surveys with a follow-up question, a multiple choice and people who broke off. Of each
// there are three releases, of which the last is stricter, and an attacker who first succeeds
// against tables in which only small counts are hidden. How many broke off everybody knows.

namespace lotse::survey::suppression {
namespace {

// As many surveys as LOTSE_ATTACKED_SURVEYS says, for a long run.
int Surveys() {
  const char* const wanted = std::getenv("LOTSE_ATTACKED_SURVEYS");
  return wanted == nullptr ? 200 : std::atoi(wanted);
}

// The variables. Those from kTicks on are of a second section, which some did not reach.
enum {
  kSex,
  kFilter,
  kFollowUp,
  kUnit,
  kTicks,
  kAny = kTicks + 3,
  kAgree,
  kAgreeIn,
  kBrokeOff,
  kVariables
};
constexpr int kNotAsked = 3;
constexpr int kNotReached = 2;  // of a tick; of kAgree it is the last code
constexpr int kAgreeCodes = 5;

std::vector<Grouping> Questionnaire() {
  std::vector<Grouping> groupings{
      {{kFollowUp, kNotAsked}, {{kFilter, 0}, {kFilter, 3}}, true},
      {{kAny, 1}, {{kTicks, 1}, {kTicks + 1, 1}, {kTicks + 2, 1}}, false},
      {{kAny, kNotReached}, {{kAgree, kAgreeCodes - 1}}, true},
      {{kAgreeIn, 1}, {{kAgree, 0}, {kAgree, 1}}, true},
      {{kBrokeOff, 1}, {{kAgree, kAgreeCodes - 1}}, true},
  };
  for (int i = 0; i < 3; ++i) {
    groupings.push_back({{kTicks + i, 1}, {{kAny, 1}}, false});
    groupings.push_back({{kTicks + i, kNotReached}, {{kAny, kNotReached}}, true});
  }
  return groupings;
}

Microdata RandomSurvey(std::mt19937& random, int people) {
  Microdata data;
  data.categories = {3, 4, 4, 4, 3, 3, 3, 3, kAgreeCodes, 2, 2};
  const auto pick = [&](std::vector<double> weights) {
    return std::discrete_distribution<int>(weights.begin(), weights.end())(random);
  };
  const double rare = random() % 3 == 0 ? 0.3 : 3;
  std::vector<bool> broke_off(people);
  for (int i = 0; i < people; ++i) broke_off[i] = random() % 30 == 0;
  // Fewer are not told, and count as if they had gone on.
  if (std::count(broke_off.begin(), broke_off.end(), true) < kLeastCell) {
    broke_off.assign(people, false);
  }
  for (int i = 0; i < people; ++i) {
    std::vector<int> person(kVariables);
    person[kSex] = pick({50, 45, rare});
    person[kFilter] = pick({20, 30, 15, rare});
    const bool is_asked = person[kFilter] == 1 || person[kFilter] == 2;
    person[kFollowUp] = is_asked ? pick({10, 5, rare}) : kNotAsked;
    person[kUnit] = random() % 3 == 0 ? person[kFilter] : pick({20, 10, 10, rare});
    for (int tick = 0; tick < 3; ++tick) {
      person[kTicks + tick] = broke_off[i] ? kNotReached : pick({5.0 + 5 * tick, 5});
      if (person[kTicks + tick] == 1) person[kAny] = 1;
    }
    if (broke_off[i]) person[kAny] = kNotReached;
    person[kBrokeOff] = broke_off[i] ? 1 : 0;
    person[kAgree] = broke_off[i] ? kAgreeCodes - 1 : pick({10, 8, 6, rare, 0});
    person[kAgreeIn] = person[kAgree] <= 1 ? 1 : 0;
    data.people.push_back(std::move(person));
  }
  return data;
}

class Survey {
 public:
  explicit Survey(int round)
      : random_(round), data_(RandomSurvey(random_, 60 + static_cast<int>(random_() % 300))) {
    published_.tables.push_back(Table({kBrokeOff}));
  }

  // Publishes what can be. The rest of it is refused.
  void Release(int64_t threshold, const std::vector<TableToProtect>& tables) {
    ProtectionTask task{published_, tables, Questionnaire(), {.threshold = threshold}, 10};
    task.base_threshold = std::max<int64_t>(10, threshold);
    const absl::StatusOr<ProtectionResult> result = ProtectRelease(task);
    ASSERT_TRUE(result.ok()) << result.status();
    last_.clear();
    for (size_t i = 0; i < tables.size(); ++i) {
      ++results_[NameOf(result->refusals[i])];
      if (result->refusals[i] != Refusal::kNone) continue;
      for (const TableSpec& spec : tables[i].parts) last_.push_back(spec);
      for (const TableSpec& spec : tables[i].unpublished) published_.unpublished.push_back(spec);
    }
    ExpectNothingTakenBack(result->hidden);
    published_.tables.insert(published_.tables.end(), last_.begin(), last_.end());
    published_.hidden.assign(result->hidden.begin(), result->hidden.end());
    withheld_ = result->withheld;
  }

  // Of some surveys without what is asked on the second page.
  std::vector<TableToProtect> Basic() {
    std::vector<TableToProtect> tables;
    for (const int v : {kSex, kFilter, kFollowUp, kUnit}) tables.push_back({{Table({v})}});
    if (random_() % 2 == 0) tables.push_back({{Table({kAgree})}});
    return tables;
  }

  // A few crosstabs and filtered tables by chance.
  std::vector<TableToProtect> More() {
    std::vector<TableToProtect> tables;
    TableToProtect ticks;
    for (int i = 0; i < 3; ++i) ticks.parts.push_back(Table({kTicks + i}));
    ticks.parts.push_back(Table({kAny}));
    tables.push_back(ticks);
    for (int i = 0; i < 3; ++i) {
      const int a = static_cast<int>(random_() % kTicks);
      const int b = static_cast<int>(random_() % kAgreeIn);
      if (a != b) tables.push_back({{Table({a, b})}});
    }
    const int a = static_cast<int>(random_() % kTicks);
    tables.push_back({{Table({a}, {{kAgreeIn, 1}})}, {Table({kAgree, a})}});
    tables.push_back({{Table({kUnit}, {{kFilter, static_cast<int>(random_() % 3)}})}});
    tables.push_back({{Table({kFollowUp}, {{kSex, static_cast<int>(random_() % 2)}})}});
    return tables;
  }

  bool HasSmall(int64_t threshold) const {
    for (const TableSpec& spec : published_.tables) {
      for (const int64_t count : spec.counts) {
        if (count > 0 && count < threshold) return true;
      }
    }
    return false;
  }

  // Small counts that an attacker narrows down to less than the threshold; no more than `most`.
  int BrokenInAll(int most = 1 << 30) const {
    absl::flat_hash_set<CellKey> hidden(published_.hidden.begin(), published_.hidden.end());
    return Broken(published_.tables, 5, most,
                  [&](const CellKey& key) { return hidden.contains(key); });
  }
  int BrokenInLast(int64_t threshold) const {
    return Broken(last_, threshold, 1 << 30,
                  [&](const CellKey& key) { return withheld_.contains(key); });
  }
  int BrokenIfSmallOnesAreHidden() const {
    return Broken(published_.tables, 5, 1, [&](const CellKey& key) {
      const int64_t count = CountOf(key.where);
      return count > 0 && count < 5;
    });
  }
  const std::map<std::string, int>& Results() const { return results_; }

 private:
  TableSpec Table(const std::vector<int>& variables,
                  const std::vector<Coordinate>& filter = {}) const {
    return Count(data_, variables, filter);
  }

  int64_t CountOf(const Where& where) const {
    return std::count_if(data_.people.begin(), data_.people.end(), [&](const auto& person) {
      return std::all_of(where.begin(), where.end(),
                         [&](const Coordinate& c) { return person[c.variable] == c.category; });
    });
  }

  int Broken(const std::vector<TableSpec>& specs, int64_t threshold, int most,
             const std::function<bool(const CellKey&)>& is_hidden) const {
    std::set<Where> shown;
    ReleaseAttacker attacker(
        specs, Questionnaire(),
        [&](const Where& where) -> std::optional<int64_t> {
          if (!shown.empty() && !shown.contains(where)) return std::nullopt;
          if (shown.empty() && !IsShown(specs, where)) return std::nullopt;
          if (is_hidden({0, where})) return std::nullopt;
          return CountOf(where);
        },
        static_cast<int64_t>(data_.people.size()));
    shown = attacker.Keys();
    int broken = 0;
    const auto attack = [&](const Where& key, int64_t count) {
      if (count == 0 || count >= threshold || broken >= most) return;
      const auto [low, high] = attacker.Solve(key);
      EXPECT_LE(low, count);
      EXPECT_GE(high, count);
      if (high - low < threshold) ++broken;
    };
    for (const Where& key : attacker.Keys()) attack(key, CountOf(key));
    for (const auto& [place, parts] : attacker.Rests()) {
      int64_t rest = CountOf(place.first);
      for (const Where& part : parts) rest -= CountOf(part);
      attack(ReleaseAttacker::RestOf(place.first, place.second), rest);
    }
    return broken;
  }

  // Whether a table shows the cell, in it or in a margin.
  static bool IsShown(const std::vector<TableSpec>& specs, const Where& where) {
    return std::any_of(specs.begin(), specs.end(), [&](const TableSpec& spec) {
      size_t filters = 0;
      for (const Coordinate& c : where) {
        const auto& f = spec.filter;
        if (std::find(f.begin(), f.end(), c) != f.end()) {
          ++filters;
          continue;
        }
        const auto v = std::find(spec.variables.begin(), spec.variables.end(), c.variable);
        if (v == spec.variables.end() || c.category < 0) return false;
        if (c.category >= spec.categories[v - spec.variables.begin()]) return false;
      }
      return filters == spec.filter.size();
    });
  }

  // What was published stays so, what was hidden stays hidden.
  void ExpectNothingTakenBack(const absl::flat_hash_set<CellKey>& hidden) const {
    const absl::flat_hash_set<CellKey> before(published_.hidden.begin(), published_.hidden.end());
    for (const TableSpec& spec : published_.tables) {
      for (const CellKey& key : LinkedTables::KeysOf(spec)) {
        EXPECT_EQ(before.contains(key), hidden.contains(key));
      }
    }
  }

  std::mt19937 random_;
  const Microdata data_;
  Published published_;
  std::vector<TableSpec> last_;
  absl::flat_hash_set<CellKey> withheld_;
  std::map<std::string, int> results_;
};

TEST(ReleaseAttack, ThreeReleasesOfRandomSurveysKeepTheirSmallCounts) {
  int attacked = 0;
  int broken_before = 0;
  std::map<std::string, int> results;
  for (int round = 0; round < Surveys(); ++round) {
    Survey survey(round);
    survey.Release(5, survey.Basic());
    survey.Release(5, survey.More());
    survey.Release(10, survey.More());
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_EQ(survey.BrokenInLast(10), 0) << "round " << round;
    ASSERT_EQ(survey.BrokenInAll(), 0) << "round " << round;
    for (const auto& [name, number] : survey.Results()) results[name] += number;
    if (!survey.HasSmall(5)) continue;
    ++attacked;
    if (survey.BrokenIfSmallOnesAreHidden() > 0) ++broken_before;
  }
  std::printf("%d surveys with small counts, of which %d are broken if only those are hidden\n",
              attacked, broken_before);
  for (const auto& [name, number] : results) std::printf("tables %s: %d\n", name.c_str(), number);
  EXPECT_GT(broken_before, attacked * 3 / 4) << "the attack itself is too weak";
  EXPECT_GT(results["NONE"], Surveys() * 10) << "too many are refused";
}

}  // namespace
}  // namespace lotse::survey::suppression
