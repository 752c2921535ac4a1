#pragma once

#include <gmock/gmock.h>

#include <cmath>
#include <cstdint>
#include <ostream>
#include <vector>

#include "services/survey/analysis/statistics/figure.h"

// What the tests of statistics share.
namespace lotse::survey::statistics {

// How GoogleTest shows a figure.
template <typename T>
void PrintTo(const FigureOf<T>& figure, std::ostream* out) {
  if (figure.defined()) {
    *out << testing::PrintToString(figure.value());
  } else {
    *out << "undefined, " << static_cast<int>(figure.why());
  }
}
inline void PrintTo(const Interval& interval, std::ostream* out) {
  *out << testing::PrintToString(interval.lower) << " to "
       << testing::PrintToString(interval.upper);
}

// Equal but for 1e-9 of the size of `expected`; of 0, but for 1e-15.
inline bool Close(double actual, double expected) {
  const double tolerance = expected == 0 ? 1e-15 : 1e-9 * std::abs(expected);
  return std::abs(actual - expected) <= tolerance;
}

MATCHER_P(IsNear, expected, "") { return Close(arg, expected); }

// Of a Figure.
MATCHER_P(Is, expected, "") { return arg.defined() && Close(arg.value(), expected); }

// Of a FigureOf<Interval>.
MATCHER_P2(Spans, lower, upper, "") {
  return arg.defined() && Close(arg.value().lower, lower) && Close(arg.value().upper, upper);
}

// Of a FigureOf anything.
MATCHER_P(IsUndefined, why, "") { return !arg.defined() && arg.why() == why; }

}  // namespace lotse::survey::statistics
