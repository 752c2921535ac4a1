#pragma once

#include "tests/perf/rows.h"

namespace lotse::perf {

// How long those wait who find, count and compare the codings of a study on disk: 10,000 turns with
// 15,000 codings of 100 codes by four coders. The first call reads the study and keeps it in memory
// until it is changed; the others, whose median it is, have it from there. Beside it a scan of the
// same rows by SQLite alone.
void MeasureUseCases(const Rows& rows);

}  // namespace lotse::perf
