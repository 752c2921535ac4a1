#pragma once

#include <cstdint>
#include <optional>

#include "services/survey/analysis/suppression/linked_audit.h"
#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/work.h"

namespace lotse::survey::suppression {

// A question for the cheapest way to let a count change.
struct Wish {
  int cell = 0;
  int64_t change = 0;  // of its count, up or down, not 0
  // Whose counts do not change: they are published in any case, or somebody knows them.
  const Pattern* fixed = nullptr;
  // Pays for the search; none is without end.
  Work* work = nullptr;
};

// Changes of counts that keep all sums and fulfil `wish`, chosen so that what has to be
// suppressed for them costs least: a published cell costs its count and 1 for each unit of
// change, more if sums depend on it, and most if it is empty; suppressed cells cost next to
// nothing. It is the cheapest cycle of a crosstab for linked tables: a linear programme in place
// of a shortest path (Fischetti and Salazar 2001 use the same relaxation). The changes may be
// fractions; the cells are those with a change. None if no change is possible, or no work is
// left.
struct CheapMove {
  double cost = 0;
  Move changes;            // rounded to whole numbers; keeps the sums if they were whole
  std::vector<int> cells;  // that have to be suppressed, without those that are
};
std::optional<CheapMove> CheapestMove(const LinkedTables& tables, const Pattern& suppressed,
                                      const Wish& wish);

}  // namespace lotse::survey::suppression
