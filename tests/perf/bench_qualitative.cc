// How long those wait who work on interviews, focus groups and documents: the use cases of
// lotse-survey over a store and the files of a study on disk, each with its limit and beside what
// SQLite alone needs for the same rows; and then their parts in memory, which have no limits.
//
//   bench_qualitative [--json]
#include "tests/perf/qualitative_retrieval.h"
#include "tests/perf/qualitative_transcripts.h"
#include "tests/perf/rows.h"
#include "tests/perf/study_text_use_cases.h"
#include "tests/perf/study_use_cases.h"

int main(int argc, char** argv) {
  const lotse::perf::Rows rows(argc, argv);
  lotse::perf::MeasureUseCases(rows);
  lotse::perf::MeasureTextUseCases(rows);
  lotse::perf::MeasureRetrieval(rows);
  lotse::perf::MeasureTranscripts(rows);
  return 0;
}
