#include "services/survey/analysis/tables/count_table.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "services/survey/analysis/tables/scores.h"

namespace lotse::survey::tables {
namespace {

using statistics::Battery;
using statistics::Item;
using suppression::Coordinate;
using suppression::TableToProtect;
using v1alpha::TableFilter;
using v1alpha::TableSpec;

// The places of the options of a filter among the answers, ascending.
std::vector<int> AnswersOf(const TableFilter& filter, const SpanVariable& variable) {
  std::vector<int> answers;
  for (const auto& option : filter.options()) answers.push_back(variable.AnswerOf(option));
  std::sort(answers.begin(), answers.end());
  return answers;
}

// The variables that stand in place of a filter with several options, one after the other: its
// question, or each of these options of a multiple choice.
std::vector<int> QuestionsOf(const TableFilter& filter, const SpanVariable& variable,
                             const CellVariables& cells) {
  if (!variable.is_multiple()) return {CellVariables::Number(variable.position)};
  std::vector<int> numbers;
  for (const int answer : AnswersOf(filter, variable)) {
    numbers.push_back(cells.OptionNumber(variable.position, answer));
  }
  return numbers;
}

Coordinate CoordinateOf(const TableFilter& filter, const TableVariables& variables,
                        CellVariables* cells) {
  const SpanVariable& variable = *variables.Find(filter.variable());
  const std::vector<int> answers = AnswersOf(filter, variable);
  if (answers.size() > 1) {
    return {cells->FilterNumber(variable.position, answers), CellVariables::kIn};
  }
  if (variable.is_multiple()) {
    return {cells->OptionNumber(variable.position, answers[0]), CellVariables::kTicked};
  }
  return {CellVariables::Number(variable.position), answers[0]};
}

class Counting {
 public:
  Counting(const TableSpec& spec, const TableVariables& variables, CellVariables* cells,
           WaveCounts* counts)
      : spec_(spec), variables_(variables), cells_(*cells), counts_(*counts) {
    for (const TableFilter& filter : spec.filters()) {
      filter_.push_back(CoordinateOf(filter, variables, cells));
    }
  }

  CountedTable Run() {
    for (const std::vector<int>& part : Parts()) AddPart(part, &table_.cells);
    if (Wants(spec_, TableSpec::STATISTIC_RELIABILITY)) {
      AddPairs();
      table_.reliability = CountReliability();
    }
    return std::move(table_);
  }

 private:
  // What spans each part.
  std::vector<std::vector<int>> Parts() const {
    std::vector<int> first;
    std::vector<int> others;
    for (const auto& code : spec_.battery()) first.push_back(NumberOf(code));
    for (int i = 0; i < spec_.variables_size(); ++i) {
      const SpanVariable& variable = *variables_.Find(spec_.variables(i));
      if (i > 0 || !spec_.battery().empty()) {
        others.push_back(CellVariables::Number(variable.position));
      } else if (variable.is_multiple()) {
        const int any = cells_.AnyNumber(variable.position);
        for (int n = cells_.OptionNumber(variable.position, 0); n <= any; ++n) first.push_back(n);
      } else {
        first.push_back(CellVariables::Number(variable.position));
      }
    }
    std::vector<std::vector<int>> parts;
    for (const int number : first) {
      parts.push_back({number});
      parts.back().insert(parts.back().end(), others.begin(), others.end());
    }
    return parts;
  }

  int NumberOf(const std::string& code) const {
    return CellVariables::Number(variables_.Find(code)->position);
  }

  void AddPart(const std::vector<int>& numbers, TableToProtect* table) {
    std::vector<Coordinate> filter = filter_;
    std::sort(filter.begin(), filter.end());
    table->parts.push_back(counts_.Count(numbers, std::move(filter)));
    AddUnpublished(numbers, 0, {}, table);
  }

  void AddPairs() {
    for (int one = 0; one < spec_.battery_size(); ++one) {
      for (int other = one + 1; other < spec_.battery_size(); ++other) {
        AddPart({NumberOf(spec_.battery(one)), NumberOf(spec_.battery(other))}, &table_.pairs);
      }
    }
  }

  // The same part with the questions in place of the filters from number `next` on, alone and
  // together with those of filters before.
  void AddUnpublished(const std::vector<int>& numbers, std::size_t next,
                      std::vector<Coordinate> kept, TableToProtect* table) {
    if (next == filter_.size()) {
      if (kept.size() == filter_.size()) return;
      std::sort(kept.begin(), kept.end());
      table->unpublished.push_back(counts_.Count(numbers, std::move(kept)));
      return;
    }
    const TableFilter& filter = spec_.filters(static_cast<int>(next));
    std::vector<Coordinate> with = kept;
    with.push_back(filter_[next]);
    AddUnpublished(numbers, next + 1, std::move(with), table);
    if (filter.options_size() < 2) return;
    for (const int number : QuestionsOf(filter, *variables_.Find(filter.variable()), cells_)) {
      std::vector<int> more = numbers;
      more.push_back(number);
      AddUnpublished(more, next + 1, kept, table);
    }
  }

  statistics::Reliability CountReliability() {
    const SpanVariable& first = ScoredVariable(spec_, variables_);
    const std::vector<Score> scores = *ScoresOf(spec_, first);
    const std::vector<int64_t> levels = LevelsOf(scores);
    // By the place of an answer plus 1: the steps of its score above the smallest plus 1.
    std::vector<uint8_t> step(256, 0);
    for (std::size_t answer = 0; answer < scores.size() && answer < 255; ++answer) {
      if (!scores[answer].counts) continue;
      step[answer + 1] = static_cast<uint8_t>(
          StepsBetween(levels.front(), scores[answer].thousandths, levels) + 1);
    }
    const Selection base = counts_.Base(filter_);
    std::vector<std::vector<uint8_t>> columns;
    for (const auto& code : spec_.battery()) {
      columns.push_back(counts_.Answers(*variables_.Find(code), base));
      for (uint8_t& answer : columns.back()) answer = step[answer];
    }
    std::vector<Item> items;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const SpanVariable& item = *variables_.Find(spec_.battery(static_cast<int>(i)));
      items.push_back({columns[i], IsReversed(spec_, item)});
    }
    return statistics::ReliabilityOf(
        Battery{items, static_cast<int>(StepsBetween(levels.front(), levels.back(), levels) + 1)});
  }

  const TableSpec& spec_;
  const TableVariables& variables_;
  const CellVariables& cells_;
  WaveCounts& counts_;
  // In the order of the specification.
  std::vector<Coordinate> filter_;
  CountedTable table_;
};

}  // namespace

std::vector<Coordinate> FilterOf(const TableSpec& spec, const TableVariables& variables,
                                 CellVariables* cells) {
  std::vector<Coordinate> filter;
  for (const TableFilter& one : spec.filters()) {
    filter.push_back(CoordinateOf(one, variables, cells));
  }
  std::sort(filter.begin(), filter.end());
  return filter;
}

Selection BaseOf(const TableSpec& spec, const TableVariables& variables, CellVariables* cells,
                 WaveCounts* counts) {
  return counts->Base(FilterOf(spec, variables, cells));
}

CountedTable CountTable(const TableSpec& spec, const TableVariables& variables,
                        CellVariables* cells, WaveCounts* counts) {
  return Counting(spec, variables, cells, counts).Run();
}

}  // namespace lotse::survey::tables
