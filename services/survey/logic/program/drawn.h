#pragma once

#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/program/program.h"

// How finely a value tells what was drawn, or when: found in the expressions, without an answer.
namespace lotse::survey::logic {

// What of a value goes back to chance or to the moment, and not to what people answered. By default
// it is any value with nothing drawn.
struct Drawn {
  // More values than can be told.
  static constexpr double kMany = std::numeric_limits<double>::infinity();

  // At most so many values for the same answers, by what is drawn; 1: nothing is.
  double by_chance = 1;
  // Likewise by the moment, or by what a device records. A day is no such moment.
  double by_moment = 1;
  // Where it lies if it is a number.
  double least = -kMany;
  double most = kMany;
  // It has no fraction, if it is a number.
  bool whole = false;
  // It is a number for all answers.
  bool sure = false;
  // Chance or the moment can also make it empty, or no number.
  bool gap = false;
  // It is never empty where it is asked.
  bool filled = false;
  // It was drawn with a fraction, and still has it but for a chance that does not count.
  bool fraction = false;
  // As a text it has a character that is no digit, or more than two characters.
  bool wordy = false;
  // As a text it is empty, or wordy.
  bool empty_or_wordy = false;
  // It is a day with a time, and nothing was computed from it.
  bool is_time = false;
  // As a text it has at least so many characters.
  int signs = 0;

  // At most so many values for the same answers.
  double values() const { return by_chance * by_moment; }
  // Whether it is the same for the same answers.
  bool IsNone() const { return values() <= 1; }
  // Whether it is surely a whole number from 0 to 99, and written as one, if it is not empty by the
  // answers: a group.
  bool IsGroup() const { return whole && !wordy && !gap && least >= 0 && most <= 99; }
  // How many such groups it can be.
  double Groups() const;
  // Whether it is surely no such group, written as a text.
  bool IsNoGroup() const { return fraction || wordy || empty_or_wordy; }

  friend bool operator==(const Drawn&, const Drawn&) = default;
};

// Notes that it can have at most so many values for the same answers; less than 1 means 1.
void Limit(double values, Drawn* drawn);

// What both of them tell together.
void Multiply(const Drawn& other, Drawn* drawn);

// One of both, by what `chooses` between them.
Drawn OneOf(const Drawn& chooses, const Drawn& a, const Drawn& b);

// Of each of any number of instances, or of moments, another one.
Drawn Repeated(const Drawn& one);

// Where an expression takes its value from.
struct Origins {
  // What it belongs to.
  ElementId at = kRootElement;
  // What it reads, and all in the groups whose value it takes, ascending.
  std::vector<ElementId> elements;
  // It can be what it was before (`once`), or is made of something that may be computed later.
  bool keeps = false;
  // It is computed from its own former value.
  bool reads_itself = false;
};

// What an expression is for. Only a value can be kept.
enum class ProgramUse { kValue, kCondition };

// Origins of an expression that is run at the element `at`.
Origins OriginsOf(const Program& program, const FormTree& tree, ElementId at, ProgramUse use);

// What an expression comes to, where the values of elements are `elements`, by their ids; of groups
// and repeats it is whether there are any, and how many. What is made of its own former value has
// kMany as soon as anything in it is drawn.
Drawn DrawnBy(const Program& program, const FormTree& tree, const Origins& origins,
              absl::Span<const Drawn> elements);

// Whether it is computed once and then kept, whatever it comes to.
bool IsOnce(const Program& program);

}  // namespace lotse::survey::logic
