#include "services/survey/domain/shown_strata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "services/survey/domain/invitation_rules.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Shown = std::vector<std::optional<int64_t>>;

TEST(ShownStrata, ASmallOneIsNotWithheldAlone) {
  const auto none = std::nullopt;
  EXPECT_THAT(ShownAnsweredOf({}), IsEmpty());
  EXPECT_THAT(ShownAnsweredOf({{10, 3}, {40, 29}}), ElementsAre(0, 20));
  EXPECT_THAT(ShownAnsweredOf({{9, 3}, {40, 29}}), ElementsAre(none, none));
  EXPECT_THAT(ShownAnsweredOf({{50, 45}, {9, 3}, {40, 29}}), ElementsAre(40, none, none));
  EXPECT_THAT(ShownAnsweredOf({{40, 29}, {9, 3}, {40, 39}}), ElementsAre(none, none, 30))
      << "of equal ones the earlier";
  EXPECT_THAT(ShownAnsweredOf({{7, 3}, {3, 3}, {40, 29}}), ElementsAre(none, none, 20))
      << "two small ones hide one another if they are ten together";
  EXPECT_THAT(ShownAnsweredOf({{6, 3}, {3, 3}, {40, 29}, {41, 29}}),
              ElementsAre(none, none, none, 20));
  EXPECT_THAT(ShownAnsweredOf({{9, 3}}), ElementsAre(none));
  EXPECT_THAT(ShownAnsweredOf({{0, 0}, {40, 29}}), ElementsAre(0, 20)) << "nobody is hidden";
  EXPECT_THAT(ShownAnsweredOf({{0, 0}, {2, 1}, {40, 29}, {30, 29}}), ElementsAre(0, none, 20, none))
      << "and nobody hides another";
}

TEST(ShownStrata, WhatIsWithheldDoesNotDependOnAnswers) {
  const std::vector<int64_t> invited = {4, 12, 11, 15};
  const std::vector<bool> withheld = {true, false, true, false};
  for (int64_t answered = 0; answered < 4 * 12 * 11 * 15; ++answered) {
    std::vector<StratumAnswers> strata;
    int64_t rest = answered;
    for (const int64_t people : invited) {
      strata.push_back({people, rest % (people + 1)});
      rest /= people;
    }
    const Shown shown = ShownAnsweredOf(strata);
    for (size_t i = 0; i < shown.size(); ++i) ASSERT_EQ(!shown[i].has_value(), withheld[i]);
  }
}

// Who sees this knows how many were invited of each stratum, how many answered in all, and
// the rule.
struct View {
  int64_t total = 0;
  Shown shown;
  friend auto operator<=>(const View&, const View&) = default;
};

// What an attacker finds out who goes through all ways in which people can have answered.
struct Found {
  int views = 0;
  // Views from which the answers of a stratum of fewer than ten are known exactly.
  int known = 0;
  // Of these, those where all of a group of ten people or more answered, or nobody.
  int unanimous = 0;
};

using Rule = std::function<Shown(absl::Span<const StratumAnswers>)>;

void Worlds(const std::vector<int64_t>& invited, size_t at, std::vector<StratumAnswers>* world,
            const std::function<void()>& visit) {
  if (at == invited.size()) return visit();
  for (int64_t answered = 0; answered <= invited[at]; ++answered) {
    world->push_back({invited[at], answered});
    Worlds(invited, at + 1, world, visit);
    world->pop_back();
  }
}

Found Attack(const std::vector<int64_t>& invited, const Rule& rule) {
  // For each view the fewest and the most of each stratum, and of all that are withheld.
  struct Range {
    std::vector<int64_t> fewest, most;
    int64_t fewest_hidden = 0, most_hidden = 0, hidden = 0;
  };
  std::map<View, Range> views;
  std::vector<StratumAnswers> world;
  Worlds(invited, 0, &world, [&] {
    View view{.shown = rule(world)};
    int64_t hidden_people = 0, hidden_answers = 0;
    std::vector<int64_t> answers;
    for (size_t i = 0; i < world.size(); ++i) {
      view.total += world[i].answered;
      answers.push_back(world[i].answered);
      if (view.shown[i].has_value()) continue;
      hidden_people += world[i].invited;
      hidden_answers += world[i].answered;
    }
    const auto [it, is_new] = views.try_emplace(
        view, Range{answers, answers, hidden_answers, hidden_answers, hidden_people});
    Range& range = it->second;
    for (size_t i = 0; i < answers.size(); ++i) {
      range.fewest[i] = std::min(range.fewest[i], answers[i]);
      range.most[i] = std::max(range.most[i], answers[i]);
    }
    range.fewest_hidden = std::min(range.fewest_hidden, hidden_answers);
    range.most_hidden = std::max(range.most_hidden, hidden_answers);
  });
  Found found;
  for (const auto& [view, range] : views) {
    ++found.views;
    for (size_t i = 0; i < invited.size(); ++i) {
      if (invited[i] >= kFewestInvited || range.fewest[i] < range.most[i]) continue;
      ++found.known;
      const bool group = range.hidden >= kFewestInvited && range.hidden > invited[i];
      if (group && (range.most_hidden == 0 || range.fewest_hidden == range.hidden)) {
        ++found.unanimous;
      }
      break;
    }
  }
  return found;
}

TEST(ShownStrata, SubtractionGivesNoSmallOneAway) {
  const Rule naive = [](absl::Span<const StratumAnswers> strata) {
    Shown shown;
    for (const auto& stratum : strata) {
      shown.push_back(ShownAnswered(stratum.invited, stratum.answered));
    }
    return shown;
  };
  const std::vector<int64_t> layouts[] = {
      {4, 12}, {1, 30}, {9, 10, 11}, {3, 12, 14}, {1, 2, 13}, {5, 4, 12}, {2, 10, 10, 12},
  };
  for (const auto& invited : layouts) {
    SCOPED_TRACE(testing::PrintToString(invited));
    const Found attacked = Attack(invited, naive);
    EXPECT_GT(attacked.known, attacked.unanimous) << "the attack is worth nothing";
    const Found found = Attack(
        invited, [](absl::Span<const StratumAnswers> strata) { return ShownAnsweredOf(strata); });
    EXPECT_EQ(found.known, found.unanimous)
        << "of " << found.views << " views some tell of a small stratum";
  }
}

}  // namespace
}  // namespace lotse::survey
