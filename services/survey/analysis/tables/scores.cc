#include "services/survey/analysis/tables/scores.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/numbers.h"
#include "services/survey/analysis/tables/table_rules.h"

namespace lotse::survey::tables {
namespace {

using statistics::Wide;
using v1alpha::Question;
using v1alpha::TableSpec;
using v1alpha::TableVariable;

// Of a class, as far as it has two ends.
Score MiddleOf(const Question& question, int index) {
  const auto& bounds = question.class_bounds();
  std::optional<int64_t> lowest;
  std::optional<int64_t> highest;
  if (question.has_minimum()) lowest = question.minimum();
  if (question.has_maximum()) highest = question.maximum();
  if (index > 0) lowest = std::max(lowest.value_or(bounds[index - 1]), bounds[index - 1]);
  if (index < bounds.size()) {
    highest = std::min(highest.value_or(bounds[index] - 1), bounds[index] - 1);
  }
  if (!lowest.has_value() || !highest.has_value()) return {.counts = true, .is_open = true};
  // Of bounds that a number of JSON can hold (below 2^53) it fits.
  return {.counts = true, .thousandths = kScoreUnit / 2 * (*lowest + *highest)};
}

}  // namespace

std::optional<int64_t> ThousandthsOf(double score) {
  // Not a number is not within them either.
  if (!(std::abs(score) <= static_cast<double>(kMaxScore))) return std::nullopt;
  const int64_t thousandths = std::llround(score * static_cast<double>(kScoreUnit));
  // Written with three digits, it was read as the double that is nearest to it; so is a quotient.
  if (static_cast<double>(thousandths) / static_cast<double>(kScoreUnit) != score) {
    return std::nullopt;
  }
  return thousandths;
}

std::optional<std::vector<Score>> ScoresOf(const TableSpec& spec, const SpanVariable& variable) {
  const bool has_classes = variable.kind == TableVariable::KIND_CLASSES;
  std::vector<Score> scores(variable.answers.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (has_classes) {
      scores[i] = MiddleOf(*variable.question, variable.classes[i]);
    } else if (spec.scores().empty()) {
      int64_t code = 0;
      if (!absl::SimpleAtoi(variable.answers[i], &code) || code < -kMaxScore || code > kMaxScore) {
        return std::nullopt;
      }
      scores[i] = {.counts = true, .thousandths = kScoreUnit * code};
    }
  }
  for (const auto& given : spec.scores()) {
    const int answer = variable.AnswerOf(given.option());
    if (answer < 0) continue;
    scores[static_cast<std::size_t>(answer)] = {
        .counts = true, .thousandths = ThousandthsOf(given.score()).value_or(0)};
  }
  return scores;
}

std::vector<Score> Reversed(std::vector<Score> scores) {
  const std::vector<int64_t> levels = LevelsOf(scores);
  for (Score& score : scores) {
    if (!score.counts || score.is_open) continue;
    score.thousandths = levels.front() + levels.back() - score.thousandths;
  }
  return scores;
}

std::vector<int64_t> LevelsOf(const std::vector<Score>& scores) {
  std::vector<int64_t> levels;
  for (const Score& score : scores) {
    if (score.counts && !score.is_open) levels.push_back(score.thousandths);
  }
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  return levels;
}

int64_t StepsBetween(int64_t from, int64_t to, const std::vector<int64_t>& levels) {
  int64_t step = kScoreUnit;
  for (const int64_t level : levels) {
    // Of remainders, as the distance of two middles of classes may be too large.
    step = std::gcd(step, level % kScoreUnit - levels.front() % kScoreUnit);
  }
  return static_cast<int64_t>((Wide{to} - from) / step);
}

const SpanVariable& ScoredVariable(const TableSpec& spec, const TableVariables& variables) {
  return *variables.Find(spec.battery().empty() ? spec.variables(0) : spec.battery(0));
}

bool IsReversed(const TableSpec& spec, const SpanVariable& item) {
  return std::find(spec.reversed().begin(), spec.reversed().end(), item.code()) !=
         spec.reversed().end();
}

int TopBoxOf(const TableSpec& spec) {
  return spec.top_box() == 0 ? kDefaultTopBox : spec.top_box();
}

bool Wants(const TableSpec& spec, TableSpec::Statistic statistic) {
  return std::find(spec.statistics().begin(), spec.statistics().end(), statistic) !=
         spec.statistics().end();
}

}  // namespace lotse::survey::tables
