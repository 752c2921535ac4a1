#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/statistics/rounding.h"
#include "services/survey/analysis/tables/variables.h"

namespace lotse::survey::tables {

// What a score of 1 is in Score::thousandths.
inline constexpr int64_t kScoreUnit = 1000;

// The number that stands for an answer.
struct Score {
  // False: the answer does not count.
  bool counts = false;
  // True: a class without an end on one side, and without a score of its own. Then no figure can
  // be given if somebody is in it.
  bool is_open = false;
  // The score in thousandths: figures are made of decimal numbers, without binary fractions. The
  // middle of a class may lie between two whole numbers.
  int64_t thousandths = 0;

  friend bool operator==(const Score&, const Score&) = default;
};

// A score that was given, in thousandths. nullopt: more than kMaxScore in size, no number, or with
// more than three digits behind the point.
std::optional<int64_t> ThousandthsOf(double score);

// The scores of the answers of a variable by `spec.scores`, or their codes if that is empty, or the
// middles of classes. nullopt: there are no scores, and a code is no whole number of at most
// kMaxScore in size. What `spec.scores` gives passes ThousandthsOf.
std::optional<std::vector<Score>> ScoresOf(const v1alpha::TableSpec& spec,
                                           const SpanVariable& variable);

// The same where the scores count the other way round: smallest plus largest less the score.
std::vector<Score> Reversed(std::vector<Score> scores);

// The scores that occur, in thousandths, ascending, each once.
std::vector<int64_t> LevelsOf(const std::vector<Score>& scores);

// How many steps the score `to` lies above `from`, both in thousandths and of `levels`. A step is
// 1, or the largest fraction of 1 that leads from each level to each other.
int64_t StepsBetween(int64_t from, int64_t to, const std::vector<int64_t>& levels);

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
