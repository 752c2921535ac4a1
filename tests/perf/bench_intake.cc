// How many responses the real lotse-survey takes, each on disk before it is
// acknowledged, beside an echo of the same messages in the same run.

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "tests/perf/disk.h"
#include "tests/perf/echo_server.h"
#include "tests/perf/load.h"
#include "tests/perf/rows.h"
#include "tests/perf/survey_daemon.h"

namespace lotse::perf {
namespace {

constexpr int kRuns = 5;
constexpr absl::Duration kDuration = absl::Seconds(1);

struct Measured {
  double syncs = 0;
  LoadResult echo;
  LoadResult intake;
};

// One after the other in turns, so that a slow moment of the machine hits all.
Measured Measure(const EchoServer& echo, const SurveyDaemon& survey, int in_flight) {
  std::vector<double> syncs;
  std::vector<LoadResult> echo_runs, intake_runs;
  for (int run = 0; run < kRuns; ++run) {
    syncs.push_back(SyncsPerSecond(survey.folder(), kDuration / 4));
    echo_runs.push_back(RunLoad(echo.address(), in_flight, kDuration));
    intake_runs.push_back(RunLoad(survey.address(), in_flight, kDuration));
  }
  std::sort(syncs.begin(), syncs.end());
  return {syncs[kRuns / 2], Median(std::move(echo_runs)), Median(std::move(intake_runs))};
}

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  const EchoServer echo;
  SurveyDaemon survey;
  survey.MakeOpenWave();
  rows.Note(absl::StrCat("SubmitResponse with ", kQuestions,
                         " answers; lotse-survey with its defaults: answers checked and calls "
                         "counted, SQLite with synchronous=FULL and journal_mode=TRUNCATE in a "
                         "temporary folder; medians of ",
                         kRuns, " runs of 1 s; ratio to the echo"));
  const LoadResult warm = RunLoad(survey.address(), 16, kDuration);
  int64_t answered = warm.answered, failed = warm.failed;
  for (const int in_flight : {1, 16, 64}) {
    const Measured found = Measure(echo, survey, in_flight);
    const std::string tail = absl::StrCat(", ", in_flight, " in flight");
    rows.Print({"syncs of the disk", found.syncs, "syncs/s", {}, {}});
    rows.Print({"echo" + tail, found.echo.per_second, "calls/s", {}, {}});
    rows.Print({"intake" + tail,
                found.intake.per_second,
                "calls/s",
                {},
                found.intake.per_second / found.echo.per_second});
    rows.Print({"intake" + tail + ", p50", found.intake.p50_ms, "ms", {}, {}});
    rows.Print({"intake" + tail + ", p99", found.intake.p99_ms, "ms", {}, {}});
    answered += found.intake.answered;
    failed += found.intake.failed;
  }
  survey.Restart();
  const int64_t stored = survey.CountResponses();
  rows.Print({"acknowledged", static_cast<double>(answered), "rows", {}, {}});
  rows.Print({"found after reopening", static_cast<double>(stored), "rows", {}, {}});
  rows.Print({"refused", static_cast<double>(failed), "calls", {}, {}});
  rows.Print({"file of answers per response",
              static_cast<double>(survey.AnswersBytes()) / static_cast<double>(stored),
              "bytes",
              {},
              {}});
  if (stored == answered && failed == 0) return 0;
  std::fprintf(stderr, "bench_intake: not every response was acknowledged and found\n");
  return 1;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
