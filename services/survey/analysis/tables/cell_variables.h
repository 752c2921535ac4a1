#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "lotse/survey/v1alpha/release.pb.h"
#include "services/survey/analysis/suppression/coordinate.h"
#include "services/survey/analysis/suppression/primary_rules.h"
#include "services/survey/analysis/tables/variables.h"
#include "services/survey/analysis/told_break_offs.h"

namespace lotse::survey::tables {

// The numbers of the categories of a variable: first its answers from 0, then those who gave
// none. -1: cannot occur, as everybody knows. Such a category is in no table, or it would seem to
// hide somebody.
struct Categories {
  int answers = 0;
  int no_answer = -1;
  int not_asked = -1;
  int not_reached = -1;
  int size = 0;
};

// A filter with several options: a variable of its own, with kIn for those who chose one of them.
struct FilterVariable {
  int number = 0;
  // Of the questionnaire, and the places of the options among its answers, ascending.
  std::size_t position = 0;
  std::vector<int> answers;
};

// The numbers that suppression knows variables and categories by (suppression::Coordinate): the
// only place where they are given. Numbers of what follows from the questionnaire alone are always
// the same; those of filters with several options depend on the order in which they were first
// asked for. So all tables of a wave, earlier and new, are counted with one of these.
class CellVariables {
 public:
  // Of the variable of an option of a multiple choice. Behind them those who gave no answer.
  static constexpr int kTicked = 0;
  static constexpr int kNotTicked = 1;
  // Of "anything ticked" of a multiple choice.
  static constexpr int kAnyTicked = 0;
  static constexpr int kNoneTicked = 1;
  // Of a filter with several options.
  static constexpr int kIn = 0;
  // Of "no answer, or not asked", which the one-way tables tell in one number.
  static constexpr int kMissing = 0;
  static constexpr int kNotMissing = 1;

  // `scope` says whether somebody counts as not having reached a section. `variables` outlives
  // this.
  CellVariables(const TableVariables& variables, const TableScope& scope);

  // By position in the compiled questionnaire. Of a multiple choice: of each of its options and of
  // "anything ticked", with two answers. Of what cannot span a table: one answer, that there is
  // one.
  const Categories& Of(std::size_t position) const { return categories_[position]; }

  // A variable that is no multiple choice has its position as its number.
  static int Number(std::size_t position) { return static_cast<int>(position); }
  int OptionNumber(std::size_t position, int option) const;
  int AnyNumber(std::size_t position) const;
  // Of those who gave no answer or were not asked: kMissing, kNotMissing.
  int MissingNumber(std::size_t position) const;
  // Of a filter with two answers or more, given ascending.
  int FilterNumber(std::size_t position, const std::vector<int>& answers);

  // Those that FilterNumber has given numbers to, in their order.
  absl::Span<const FilterVariable> filters() const { return filters_; }

  // Where a variable's "not asked", "not reached" or "no answer" stands: of a multiple choice in
  // "anything ticked".
  suppression::Coordinate Other(std::size_t position, int category) const;

  // Whether those who did not reach one variable are those who did not reach the other.
  bool ReachedAlike(std::size_t one, std::size_t other) const;

  // Whether it is told how many did not reach the section of a variable, by whatever door.
  bool TellsNotReached(std::size_t position) const { return tells_not_reached_[position]; }

  // The variables of which it must not be told that all of a group gave the same answer: those that
  // the release names, and all special categories.
  std::vector<suppression::SensitiveVariable> SensitiveOf(const v1alpha::Release& release) const;

 private:
  bool IsMultiple(std::size_t position) const;

  const TableVariables& variables_;
  std::vector<Categories> categories_;
  // By position: who broke off in this section or before did not reach it.
  std::vector<int> left_until_;
  std::vector<bool> tells_not_reached_;
  // By position: the number of the first option.
  std::vector<int> first_option_;
  int first_missing_ = 0;
  int next_ = 0;
  std::vector<FilterVariable> filters_;
  std::map<std::pair<std::size_t, std::vector<int>>, int> filter_numbers_;
};

}  // namespace lotse::survey::tables
