#pragma once

#include <utility>
#include <vector>

namespace lotse::survey::suppression {

// One answer to one variable. Both numbers are the caller's; neither is negative.
struct Coordinate {
  int variable = 0;
  int category = 0;

  friend auto operator<=>(const Coordinate&, const Coordinate&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const Coordinate& c) {
    return H::combine(std::move(state), c.variable, c.category);
  }
};

// What everybody knows of answers who knows the questionnaire. It holds for each person, and so
// among those who have anything else in common: for every sum of a table there is one of it.
struct Grouping {
  Coordinate whole;
  // Not empty, none of them twice, and none is `whole`. May be of several variables.
  std::vector<Coordinate> parts;
  // Exact: who has `whole` has exactly one of the parts, and who has a part has `whole`. Each
  // code of a filter that asks for nothing is a part of the follow-up's "not asked".
  // Not exact: who has `whole` has one of the parts or several of them; others may have them,
  // too. "Anything ticked" and the ticks of a multiple choice; with a single part: whoever did
  // not reach a section did not reach the next one.
  bool exact = true;
};

}  // namespace lotse::survey::suppression
