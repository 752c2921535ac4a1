#pragma once

#include "tests/perf/rows.h"

namespace lotse::perf {

// How long it takes to find codings and to count them: 10,000 turns with 15,000 codings of 120
// codes by four coders. Each figure is the median of some runs, in processor time.
void MeasureRetrieval(const Rows& rows);

}  // namespace lotse::perf
