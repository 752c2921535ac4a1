#include "services/survey/qualitative/measures/pair_figures.h"

#include <cmath>

namespace lotse::survey::qualitative {

using statistics::Figure;
using statistics::Ratio;
using statistics::Undefined;

PairFigures PairFiguresOf(int64_t units, int64_t one, int64_t other, int64_t both) {
  const auto n = static_cast<double>(units);
  const auto a = static_cast<double>(one);
  const auto b = static_cast<double>(other);
  const auto ab = static_cast<double>(both);
  PairFigures figures;
  figures.jaccard = Ratio(ab, a + b - ab, Undefined::kEmptyBase);
  figures.lift = Ratio(n * ab, a * b, Undefined::kEmptyBase);
  // n11 n00 - n10 n01 is n n11 - n1. n.1, as all four add up to n.
  if (units > 0) {
    figures.phi =
        Ratio(n * ab - a * b, std::sqrt(a * (n - a) * b * (n - b)), Undefined::kNoVariance);
  }
  return figures;
}

}  // namespace lotse::survey::qualitative
