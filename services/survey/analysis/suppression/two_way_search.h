#pragma once

#include <optional>

#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/two_way_needs.h"

// Complementary suppression in a table of two variables with published margins: which cells
// have to be hidden besides the primary ones. Finding the cheapest pattern is NP-hard in
// general (Kelly, Golden and Assad 1992), so there is a quick search and an exact one.

namespace lotse::survey::suppression {

// A pattern that fulfils the criterion, found quickly: for each primary cell the cheapest cycle
// of cells through it, then every cell left out again that is not needed, most expensive first;
// in several orders of the cells, of which the cheapest result counts. None if hiding all
// available cells is not enough, or if no work is left before there is any. The same task always
// gives the same pattern.
std::optional<Pattern> QuickPattern(const TwoWayTask& task);

// What the exact search found.
struct BestPattern {
  // None if hiding all available cells is not enough.
  std::optional<Pattern> pattern;
  // No pattern is cheaper. Else the search ended because of its limit of steps.
  bool is_optimal = true;
};

// A cheapest pattern by branch and bound, beginning with that of QuickPattern. Practical to
// about 25 cells. `max_steps` bounds the work, not the time: the result does not depend on the
// machine.
BestPattern FindBestPattern(const TwoWayTask& task, int max_steps);

}  // namespace lotse::survey::suppression
