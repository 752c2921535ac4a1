// How many responses the real lotse-survey takes, each on disk before it is
// acknowledged, beside an echo of the same messages in the same run.

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "tests/perf/echo_server.h"
#include "tests/perf/load.h"
#include "tests/perf/rows.h"
#include "tests/perf/survey_daemon.h"

namespace lotse::perf {
namespace {

constexpr int kRuns = 5;
constexpr absl::Duration kDuration = absl::Seconds(1);

struct Pair {
  LoadResult echo;
  LoadResult intake;
};

// One after the other in turns, so that a slow moment of the machine hits both.
Pair Measure(const std::string& echo, const std::string& intake, int in_flight) {
  std::vector<LoadResult> echo_runs, intake_runs;
  for (int run = 0; run < kRuns; ++run) {
    echo_runs.push_back(RunLoad(echo, in_flight, kDuration));
    intake_runs.push_back(RunLoad(intake, in_flight, kDuration));
  }
  return {Median(std::move(echo_runs)), Median(std::move(intake_runs))};
}

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  const EchoServer echo;
  SurveyDaemon survey;
  survey.MakeOpenWave();
  rows.Note(absl::StrCat("SubmitResponse with ", kQuestions,
                         " answers; lotse-survey with its defaults: answers checked, logged and "
                         "counted, SQLite with synchronous=FULL and journal_mode=TRUNCATE in a "
                         "temporary folder; medians of ",
                         kRuns, " runs of 1 s; ratio to the echo"));
  const LoadResult warm = RunLoad(survey.address(), 16, kDuration);
  int64_t answered = warm.answered, failed = warm.failed;
  for (const int in_flight : {1, 16, 64}) {
    const Pair pair = Measure(echo.address(), survey.address(), in_flight);
    const std::string tail = absl::StrCat(", ", in_flight, " in flight");
    rows.Print({"echo" + tail, pair.echo.per_second, "calls/s", {}, {}});
    rows.Print({"intake" + tail,
                pair.intake.per_second,
                "calls/s",
                {},
                pair.intake.per_second / pair.echo.per_second});
    rows.Print({"intake" + tail + ", p50", pair.intake.p50_ms, "ms", {}, {}});
    rows.Print({"intake" + tail + ", p99", pair.intake.p99_ms, "ms", {}, {}});
    answered += pair.intake.answered;
    failed += pair.intake.failed;
  }
  survey.Restart();
  const int64_t found = survey.CountResponses();
  rows.Print({"acknowledged", static_cast<double>(answered), "rows", {}, {}});
  rows.Print({"found after reopening", static_cast<double>(found), "rows", {}, {}});
  rows.Print({"refused", static_cast<double>(failed), "calls", {}, {}});
  rows.Print({"answers.db per response",
              static_cast<double>(survey.AnswersBytes()) / static_cast<double>(found),
              "bytes",
              {},
              {}});
  if (found == answered && failed == 0) return 0;
  std::fprintf(stderr, "bench_intake: not every response was acknowledged and found\n");
  return 1;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
