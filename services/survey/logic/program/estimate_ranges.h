#pragma once

#include <initializer_list>

#include "services/survey/logic/program/drawn.h"

// What an Estimate computes with ranges of numbers.
namespace lotse::survey::logic {

// The smallest range with all of `ends`; none where one of them is no number.
void SetRange(std::initializer_list<double> ends, Drawn* drawn);

// How many values there are in its range, `steps` to the one.
double NumbersIn(const Drawn& drawn, double steps);

// The same as a number: nothing is known of its text.
inline Drawn AsNumber(Drawn drawn) {
  drawn.wordy = drawn.empty_or_wordy = drawn.is_time = drawn.filled = false;
  drawn.signs = 0;
  return drawn;
}

}  // namespace lotse::survey::logic
