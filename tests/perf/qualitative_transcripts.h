#pragma once

#include "tests/perf/rows.h"

namespace lotse::perf {

// The parts of what study_text_use_cases.h measures that touch no file: how long it takes to read
// a transcript of two hours in plain text, to correct a word in its middle with 500 codings behind
// it, to look for 50 names in it, and to redact them. Of several runs the median.
void MeasureTranscripts(const Rows& rows);

}  // namespace lotse::perf
