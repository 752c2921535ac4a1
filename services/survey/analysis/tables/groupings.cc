#include "services/survey/analysis/tables/groupings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace lotse::survey::tables {
namespace {

using suppression::Coordinate;
using suppression::Grouping;
using v1alpha::Condition;

using Coordinates = std::vector<Coordinate>;
// A condition in a form that can be compared: its variable, its test, its options.
using ConditionKey = std::tuple<std::size_t, int, std::vector<std::string>>;
using ConditionKeys = std::set<ConditionKey>;

ConditionKeys KeysOf(const Variable& variable) {
  ConditionKeys keys;
  for (const CompiledCondition& condition : variable.relevant_if) {
    std::vector<std::string> options(condition.options.begin(), condition.options.end());
    std::sort(options.begin(), options.end());
    keys.insert({condition.variable, static_cast<int>(condition.test), std::move(options)});
  }
  return keys;
}

class Groupings {
 public:
  Groupings(const TableVariables& variables, CellVariables* cells)
      : variables_(variables), cells_(*cells) {}

  std::vector<Grouping> Make() {
    const std::size_t size = variables_.compiled().variables().size();
    for (std::size_t position = 0; position < size; ++position) {
      AddOptions(position);
      AddMissing(position);
      if (cells_.Of(position).not_asked >= 0) AddConditions(position);
    }
    AddNotReached();
    AddSameConditions();
    for (const FilterVariable& filter : cells_.filters()) AddFilter(filter);
    return std::move(found_);
  }

 private:
  void Add(Coordinate whole, Coordinates parts, bool exact) {
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    found_.push_back({whole, std::move(parts), exact});
  }

  Coordinate NotAsked(std::size_t position) const {
    return cells_.Other(position, cells_.Of(position).not_asked);
  }

  // Where somebody stands who is not asked `position`, or does not get so far.
  Coordinates NotAskedOrReached(std::size_t position) const {
    Coordinates parts{NotAsked(position)};
    const int not_reached = cells_.Of(position).not_reached;
    if (not_reached >= 0) parts.push_back(cells_.Other(position, not_reached));
    return parts;
  }

  // Where somebody stands who is asked it.
  Coordinates Asked(std::size_t position) const {
    Coordinates parts;
    for (int answer = 0; answer <= cells_.Of(position).no_answer; ++answer) {
      parts.push_back(cells_.Other(position, answer));
    }
    return parts;
  }

  void AddOptions(std::size_t position) {
    const SpanVariable* const variable = variables_.At(position);
    if (variable == nullptr || !variable->is_multiple()) return;
    const Categories& categories = cells_.Of(position);
    const Coordinate any{cells_.AnyNumber(position), CellVariables::kAnyTicked};
    Coordinates ticks;
    for (int option = 0; option < static_cast<int>(variable->answers.size()); ++option) {
      const int number = cells_.OptionNumber(position, option);
      ticks.push_back({number, CellVariables::kTicked});
      Add(ticks.back(), {any}, false);
      for (int other = categories.answers; other < categories.size; ++other) {
        Add({number, other}, {{any.variable, other}}, true);
      }
    }
    Add(any, ticks, false);
  }

  // Without conditions "missing" is "no answer", and no variable of its own is needed.
  void AddMissing(std::size_t position) {
    const Categories& categories = cells_.Of(position);
    if (categories.not_asked < 0) return;
    Add({cells_.MissingNumber(position), CellVariables::kMissing},
        {cells_.Other(position, categories.no_answer), NotAsked(position)}, true);
  }

  void AddFilter(const FilterVariable& filter) {
    const Coordinate in{filter.number, CellVariables::kIn};
    const SpanVariable* const variable = variables_.At(filter.position);
    Coordinates parts;
    for (const int answer : filter.answers) {
      if (variable->is_multiple()) {
        parts.push_back({cells_.OptionNumber(filter.position, answer), CellVariables::kTicked});
        Add(parts.back(), {in}, false);
      } else {
        parts.push_back({CellVariables::Number(filter.position), answer});
      }
    }
    Add(in, parts, !variable->is_multiple());
    if (variable->is_multiple()) {
      Add(in, {{cells_.AnyNumber(filter.position), CellVariables::kAnyTicked}}, false);
    }
  }

  // Of each section the first variable stands for all, which are reached by the same.
  void AddNotReached() {
    std::optional<std::size_t> before;
    int section = 0;
    for (std::size_t position = 0; position < variables_.compiled().variables().size();
         ++position) {
      const int not_reached = cells_.Of(position).not_reached;
      if (not_reached < 0) continue;
      const Coordinate here = cells_.Other(position, not_reached);
      const int its_section = variables_.compiled().variables()[position].section;
      if (before.has_value()) {
        const Coordinate there = cells_.Other(*before, cells_.Of(*before).not_reached);
        if (cells_.ReachedAlike(*before, position)) {
          Add(here, {there}, true);
        } else {
          Add(there, {here}, false);
        }
      }
      if (its_section != section) before = position;
      section = its_section;
    }
  }

  // Where somebody stands who is not asked because of a condition, but for those who did not reach
  // what it looks at; nullopt: nowhere alone (one of several options of a multiple choice).
  std::optional<Coordinates> Failing(const CompiledCondition& condition) {
    const std::size_t position = condition.variable;
    const Categories& categories = cells_.Of(position);
    const bool wants_chosen = condition.test == Condition::TEST_ANY_CHOSEN;
    Coordinates failing;
    if (condition.test == Condition::TEST_ANSWERED) {
      AddOthers(cells_.Other(position, 0).variable, categories, &failing);
      return failing;
    }
    const SpanVariable& variable = *variables_.At(position);
    if (!variable.is_multiple()) {
      for (int answer = 0; answer < categories.answers; ++answer) {
        const auto& code = variable.answers[static_cast<std::size_t>(answer)];
        if (condition.options.contains(code) == wants_chosen) continue;
        failing.push_back({CellVariables::Number(position), answer});
      }
      if (wants_chosen) AddOthers(CellVariables::Number(position), categories, &failing);
      return failing;
    }
    const Coordinate chosen = Chosen(condition);
    if (!wants_chosen) return Coordinates{chosen};
    if (condition.options.size() > 1) return std::nullopt;
    failing.push_back({chosen.variable, CellVariables::kNotTicked});
    AddOthers(chosen.variable, categories, &failing);
    return failing;
  }

  // Who gave no answer, or was not asked.
  static void AddOthers(int number, const Categories& categories, Coordinates* failing) {
    failing->push_back({number, categories.no_answer});
    if (categories.not_asked >= 0) failing->push_back({number, categories.not_asked});
  }

  // Who ticked one of the options of a condition on a multiple choice.
  Coordinate Chosen(const CompiledCondition& condition) {
    const SpanVariable& variable = *variables_.At(condition.variable);
    std::vector<int> answers;
    for (const std::string& option : condition.options) {
      answers.push_back(variable.AnswerOf(option));
    }
    std::sort(answers.begin(), answers.end());
    if (answers.size() > 1) {
      return {cells_.FilterNumber(condition.variable, answers), CellVariables::kIn};
    }
    return {cells_.OptionNumber(condition.variable, answers[0]), CellVariables::kTicked};
  }

  void AddConditions(std::size_t position) {
    const auto& conditions = variables_.compiled().variables()[position].relevant_if;
    const bool is_exact =
        conditions.size() == 1 && cells_.ReachedAlike(position, conditions[0].variable);
    Coordinates all;
    bool is_all = true;
    for (const CompiledCondition& condition : conditions) {
      const std::optional<Coordinates> failing = Failing(condition);
      if (!failing.has_value()) {
        is_all = false;
        AddHolding(position, Chosen(condition), is_exact);
        continue;
      }
      all.insert(all.end(), failing->begin(), failing->end());
      if (is_exact) continue;
      for (const Coordinate& one : *failing) Add(one, NotAskedOrReached(position), false);
    }
    if (is_all) Add(NotAsked(position), all, is_exact);
  }

  // Whoever is asked has `holding`.
  void AddHolding(std::size_t position, Coordinate holding, bool is_exact) {
    const Coordinates asked = Asked(position);
    if (is_exact) return Add(holding, asked, true);
    for (const Coordinate& one : asked) Add(one, {holding}, false);
  }

  void AddSameConditions() {
    // By the conditions, the first question that has exactly these.
    std::map<ConditionKeys, std::size_t> first;
    const auto compiled = variables_.compiled().variables();
    for (std::size_t position = 0; position < compiled.size(); ++position) {
      if (compiled[position].relevant_if.empty()) continue;
      const auto [found, is_new] = first.try_emplace(KeysOf(compiled[position]), position);
      if (is_new) continue;
      if (cells_.ReachedAlike(position, found->second)) {
        Add(NotAsked(position), {NotAsked(found->second)}, true);
        continue;
      }
      Add(NotAsked(position), {NotAsked(found->second)}, false);
      Add(NotAsked(found->second), NotAskedOrReached(position), false);
    }
    for (const auto& [fewer, position] : first) {
      for (const auto& [more, other] : first) {
        if (fewer.size() >= more.size() ||
            !std::includes(more.begin(), more.end(), fewer.begin(), fewer.end())) {
          continue;
        }
        Add(NotAsked(position), NotAskedOrReached(other), false);
      }
    }
  }

  const TableVariables& variables_;
  CellVariables& cells_;
  std::vector<Grouping> found_;
};

}  // namespace

std::vector<Grouping> GroupingsOf(const TableVariables& variables, CellVariables* cells) {
  return Groupings(variables, cells).Make();
}

}  // namespace lotse::survey::tables
