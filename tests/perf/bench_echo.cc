// What gRPC alone does on this machine: the floor that other figures are
// measured against.

#include "absl/strings/str_cat.h"
#include "tests/perf/echo_server.h"
#include "tests/perf/load.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

constexpr int kRuns = 5;
constexpr absl::Duration kDuration = absl::Seconds(1);

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  const EchoServer echo;
  rows.Note(absl::StrCat("SubmitResponse with ", kQuestions,
                         " answers over loopback, client and server in one process; medians of ",
                         kRuns, " runs of 1 s"));
  RunLoad({echo.address()}, 16, kDuration);  // The first calls cost more.
  bool failed = false;
  for (const int in_flight : {1, 16, 64}) {
    std::vector<LoadResult> runs;
    for (int run = 0; run < kRuns; ++run) {
      runs.push_back(RunLoad({echo.address()}, in_flight, kDuration));
    }
    const LoadResult median = Median(std::move(runs));
    const std::string name = absl::StrCat("echo, ", in_flight, " in flight");
    rows.Print({name, median.per_second, "calls/s", {}, {}});
    rows.Print({name + ", p50", median.p50_ms, "ms", {}, {}});
    rows.Print({name + ", p99", median.p99_ms, "ms", {}, {}});
    failed = failed || median.failed > 0;
  }
  return failed ? 1 : 0;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
