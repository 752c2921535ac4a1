#pragma once

#include <optional>

#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/two_way_needs.h"

// Complementary suppression in a table of two variables with published margins: which cells
// have to be hidden besides the primary ones. Finding the cheapest pattern is NP-hard in
// general (Kelly, Golden and Assad 1992), so the search is a quick one; tests compare it with an
// exact one (best_pattern_testing.h).

namespace lotse::survey::suppression {

// A pattern that fulfils the criterion, found quickly: for each primary cell the cheapest cycle
// of cells through it, then every cell left out again that is not needed, most expensive first;
// in several orders of the cells, of which the cheapest result counts. None if hiding all
// available cells is not enough, or if no work is left before there is any. The same task always
// gives the same pattern.
std::optional<Pattern> QuickPattern(const TwoWayTask& task);

}  // namespace lotse::survey::suppression
