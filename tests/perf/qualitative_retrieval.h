#pragma once

#include "tests/perf/rows.h"

namespace lotse::perf {

// The parts of what study_use_cases.h measures that touch no file: how long it takes to make 10,000
// turns with 15,000 codings of 120 codes by four coders ready, to find codings and to count them.
// Each figure is the median of some runs, in processor time.
void MeasureRetrieval(const Rows& rows);

}  // namespace lotse::perf
