#pragma once

#include <limits>

#include "absl/types/span.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/program/program.h"

// How finely a value tells what was drawn, or when: found in the expressions, without an answer.
namespace lotse::survey::logic {

// What of a value goes back to chance or to the moment, and not to what people answered. All are
// bounds: it may be less.
struct Drawn {
  // More values than can be told.
  static constexpr double kMany = std::numeric_limits<double>::infinity();

  // How many values it can have for the same answers, by what is drawn; 1: nothing is.
  double by_chance = 1;
  // Likewise by the moment, or by what a device records. A day is no such moment.
  double by_moment = 1;
  // Where it lies if it is a number.
  double least = -kMany;
  double most = kMany;
  // It has no fraction, if it is a number.
  bool whole = false;
  // It was drawn with a fraction, and still has it but for a chance that does not count.
  bool fraction = false;
  // As a text it has a character that is no digit, or more than two characters.
  bool wordy = false;

  // How many values it can have for the same answers.
  double values() const { return by_chance * by_moment; }
  // Whether it is the same for the same answers.
  bool IsNone() const { return values() <= 1; }
  // Whether it is surely a whole number from 0 to 99, and written as one: a group.
  bool IsGroup() const { return whole && !wordy && least >= 0 && most <= 99; }
  // How many such groups it can be.
  double Groups() const;
};

// Notes that it can have at most so many values for the same answers; less than 1 means 1.
void Limit(double values, Drawn* drawn);

// One of both, by what `chooses` between them.
Drawn OneOf(const Drawn& chooses, const Drawn& a, const Drawn& b);

// What an expression comes to, where the values of elements are `elements`, by their ids.
Drawn DrawnBy(const Program& program, const FormTree& tree, absl::Span<const Drawn> elements);

// Whether it names a group or repeat, the value of which is that of all in it: then
// Program::reads() may not have these.
bool NamesGroup(const Program& program, const FormTree& tree);

// Whether the value can be what the question had before (`once`).
bool KeepsValue(const Program& program);

}  // namespace lotse::survey::logic
