#pragma once

#include "tests/perf/rows.h"

namespace lotse::perf {

// How long those wait who import a transcript of two hours, correct a word in its middle with 500
// codings behind it, and redact 50 names in it, in a study on disk. What is imported is on disk
// when the call returns, and of what was corrected or redacted nothing is left in any file. Beside
// it SQLite alone writes the same rows with the same journal.
void MeasureTextUseCases(const Rows& rows);

}  // namespace lotse::perf
