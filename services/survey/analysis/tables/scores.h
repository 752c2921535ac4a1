#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/statistics/rounding.h"
#include "services/survey/analysis/tables/variables.h"

namespace lotse::survey::tables {

// The number that stands for an answer.
struct Score {
  // False: the answer does not count.
  bool counts = false;
  // True: a class without an end on one side, and without a score of its own. Then no figure can
  // be given if somebody is in it.
  bool is_open = false;
  // Twice the score: the middle of a class may lie between two whole numbers.
  int64_t twice = 0;

  friend bool operator==(const Score&, const Score&) = default;
};

// The scores of the answers of a variable by `spec.scores`, or their codes if that is empty, or the
// middles of classes. nullopt: there are no scores, and a code is no whole number of at most
// kMaxScore in size.
std::optional<std::vector<Score>> ScoresOf(const v1alpha::TableSpec& spec,
                                           const SpanVariable& variable);

// The same where the scores count the other way round: smallest plus largest less the score.
std::vector<Score> Reversed(std::vector<Score> scores);

// Twice the scores that occur, ascending, each once.
std::vector<int64_t> LevelsOf(const std::vector<Score>& scores);

// The variable whose answers have the scores: the first one, or the first of the battery. The
// specification passes CheckTableSpec.
const SpanVariable& ScoredVariable(const v1alpha::TableSpec& spec, const TableVariables& variables);

// Whether an item counts the other way round.
bool IsReversed(const v1alpha::TableSpec& spec, const SpanVariable& item);

// How many of the highest scores count for the top box.
int TopBoxOf(const v1alpha::TableSpec& spec);

// Whether it is asked for.
bool Wants(const v1alpha::TableSpec& spec, v1alpha::TableSpec::Statistic statistic);

}  // namespace lotse::survey::tables
