#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/two_way_audit.h"

// What a pattern of a table of two variables lacks, and the cheapest cells that bring it nearer.
// The quick search for a pattern stands on this, and the exact one of tests.

namespace lotse::survey::suppression {

// What hiding a cell loses.
enum class Cost {
  kCells,   // 1 for each cell
  kCounts,  // the respondents in it
};

// A table for which more cells have to be found.
struct TwoWayTask {
  TwoWay table;
  Pattern primary;    // the cells to protect
  Pattern given;      // suppressed in any case and for nothing; `primary` is contained in it
  Pattern available;  // which others may be suppressed; of those only the ones with a count > 0
  Criterion criterion;
  Cost cost = Cost::kCounts;
  // Pays for the search, which gives up if nothing is left. None: without end.
  Work* work = nullptr;

  int64_t CostOf(int cell) const {
    return given[cell] ? 0 : (cost == Cost::kCells ? 1 : table.counts[cell]);
  }
  int64_t CostOf(const Pattern& suppressed) const;
  // False: no work is left.
  bool Spend(int64_t steps) const { return work == nullptr || work->Spend(steps); }
  // Suppressed in the largest pattern that is allowed.
  Pattern Largest() const;
};

// One condition that a pattern has to fulfil: the interval of `cell` is `width` wide, for
// somebody who knows the count of `known` (-1: for everybody).
struct Need {
  int cell = -1;
  int64_t width = 0;
  int known = -1;
};

// Conditions that `suppressed` does not fulfil, in the order of the table, those for everybody
// first; of those for single contributors only the first one. Perhaps not all, or too many, if
// no work is left.
std::vector<Need> UnmetNeeds(const TwoWayTask& task, const Pattern& suppressed);

// Cells to suppress besides, and what they cost. Never empty: a need is unmet because of them.
struct Extension {
  int64_t cost = 0;
  std::vector<int> cells;
};

// The cheapest cells that let the interval of `need.cell` grow by something on one side: the
// shortest path from its column to its row (`rise`), or from its row to its column, through what
// the suppressed cells leave after a maximum flow, and through the cells in `candidates` at
// their cost. Only cells that can fall by `at_least` are used on the way. None: it cannot grow
// to this side.
std::optional<Extension> CheapestExtension(const TwoWayTask& task, const Pattern& suppressed,
                                           const Pattern& candidates, const Need& need, bool rise,
                                           int64_t at_least);

}  // namespace lotse::survey::suppression
