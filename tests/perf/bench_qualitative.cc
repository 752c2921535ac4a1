// How long work on interviews, focus groups and documents takes.
//
//   bench_qualitative [--json]
#include "tests/perf/qualitative_retrieval.h"
#include "tests/perf/rows.h"

int main(int argc, char** argv) {
  const lotse::perf::Rows rows(argc, argv);
  lotse::perf::MeasureRetrieval(rows);
  return 0;
}
