#pragma once

#include <cstdint>

#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::qualitative {

// How strongly two codes go together over the units of a text.
struct PairFigures {
  // Units with both, over units with one of them or both. Jaccard 1912. Undefined: kEmptyBase.
  statistics::Figure jaccard;
  // n * units with both / (units with the one * units with the other): 1 if they have nothing to
  // do with one another. Brin, Motwani, Ullman and Tsur 1997 ("interest"). Undefined: kEmptyBase
  // if a code has no unit.
  statistics::Figure lift;
  // (n11 n00 - n10 n01) / sqrt(n1. n0. n.1 n.0): Pearson's correlation of two that are there or
  // not. Yule 1912. Undefined: kEmptyBase without units, kNoVariance if a code is on no unit or on
  // all of them.
  statistics::Figure phi;
};

// Of `units` units `one` have the first code, `other` the second, `both` both of them.
PairFigures PairFiguresOf(int64_t units, int64_t one, int64_t other, int64_t both);

}  // namespace lotse::survey::qualitative
