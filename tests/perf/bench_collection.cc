// How many responses the real lotse-survey takes with invitations, each on disk in both
// files of its wave before it is acknowledged, by single calls and over a stream: beside a
// bare program that does the same commits, and an echo of the same messages, in the same run.
// Who hands in is known by an access token, and may by a grant.
//
//   bench_collection [--json] [--long]
//
// --long stores 1,000,000 responses of 50 questions instead, over a stream, and tells how many
// bytes each takes.

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/perf/bare_pair.h"
#include "tests/perf/disk.h"
#include "tests/perf/echo_server.h"
#include "tests/perf/load.h"
#include "tests/perf/rows.h"
#include "tests/perf/survey_daemon.h"

namespace lotse::perf {
namespace {

constexpr int kRuns = 5;
constexpr absl::Duration kDuration = absl::Seconds(1);
constexpr int kInvited = 300'000;
// Bytes of a row of kQuestions answers; see engine/response_row.h.
constexpr int kRowBytes = 2 + kQuestions;

struct Measured {
  double syncs = 0;
  double bare = 0;
  LoadResult echo;
  LoadResult intake, stream;
  // Time of processors that the daemon took for each, in milliseconds.
  double intake_cpu_ms = 0, stream_cpu_ms = 0;
};

double Middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Runs a load, and adds the time that the daemon took for it.
template <class Load>
LoadResult WithCpu(const SurveyDaemon& survey, double* cpu, Load load) {
  const double before = survey.CpuSeconds();
  LoadResult result = load();
  *cpu += survey.CpuSeconds() - before;
  return result;
}

// One after the other in turns, so that a slow moment of the machine hits all.
Measured Measure(const EchoServer& echo, const SurveyDaemon& survey, BarePair* pair,
                 TokenSource* tokens, int in_flight) {
  std::vector<double> syncs, bare;
  std::vector<LoadResult> echo_runs, intake_runs, stream_runs;
  double intake_cpu = 0, stream_cpu = 0;
  for (int run = 0; run < kRuns; ++run) {
    syncs.push_back(SyncsPerSecond(survey.folder(), kDuration / 4));
    bare.push_back(pair->PerSecond(kDuration, in_flight, kRowBytes));
    echo_runs.push_back(
        RunLoad({echo.address(), survey.front().credentials}, in_flight, kDuration));
    intake_runs.push_back(WithCpu(survey, &intake_cpu, [&] {
      return RunLoad(survey.front(), in_flight, kDuration, tokens);
    }));
    stream_runs.push_back(WithCpu(survey, &stream_cpu, [&] {
      return RunStream(survey.front(), in_flight, kDuration, tokens);
    }));
  }
  Measured found = {Middle(std::move(syncs)), Middle(std::move(bare)), Median(std::move(echo_runs)),
                    Median(std::move(intake_runs)), Median(std::move(stream_runs))};
  found.intake_cpu_ms = 1000 * intake_cpu / static_cast<double>(found.intake.answered);
  found.stream_cpu_ms = 1000 * stream_cpu / static_cast<double>(found.stream.answered);
  return found;
}

void Print(const Rows& rows, const Measured& found, int in_flight) {
  const std::string tail = absl::StrCat(", ", in_flight, " in flight");
  rows.Print({"syncs of the disk", found.syncs, "syncs/s", {}, {}});
  rows.Print({"bare pair of files" + tail, found.bare, "rows/s", {}, {}});
  rows.Print({"echo" + tail, found.echo.per_second, "calls/s", {}, {}});
  rows.Print({"collection to the bare pair" + tail, found.intake.per_second, "calls/s",
              found.bare / 2, found.intake.per_second / found.bare});
  rows.Print({"collection to the echo" + tail,
              found.intake.per_second,
              "calls/s",
              {},
              found.intake.per_second / found.echo.per_second});
  const bool alone = in_flight == 1;
  rows.Print({"collection" + tail + ", p50",
              found.intake.p50_ms,
              "ms",
              alone ? std::optional<double>(5) : std::nullopt,
              {}});
  rows.Print({"collection" + tail + ", p99", found.intake.p99_ms, "ms", {}, {}});
  rows.Print({"CPU of the daemon" + tail, found.intake_cpu_ms, "ms", 0.3, {}});
  rows.Print({"stream to the bare pair" + tail, found.stream.per_second, "items/s", found.bare / 2,
              found.stream.per_second / found.bare});
  rows.Print({"stream" + tail + ", p50", found.stream.p50_ms, "ms", {}, {}});
  rows.Print({"CPU of the daemon, stream" + tail, found.stream_cpu_ms, "ms", 0.3, {}});
}

// Answers under names, which stand in files of their own; false if one is not found again.
bool RunIdentified(const Rows& rows) {
  constexpr int kPeople = 100'000;
  SurveyDaemon survey;
  survey.MakeOpenWave({.identified = true});
  TokenSource tokens(survey.Invite(kPeople));
  int64_t answered = RunLoad(survey.front(), 16, kDuration, &tokens).answered;
  for (const int in_flight : {1, 64}) {
    std::vector<LoadResult> runs;
    double cpu = 0;
    for (int run = 0; run < kRuns; ++run) {
      runs.push_back(WithCpu(
          survey, &cpu, [&] { return RunLoad(survey.front(), in_flight, kDuration, &tokens); }));
    }
    const LoadResult found = Median(std::move(runs));
    const std::string tail = absl::StrCat(", ", in_flight, " in flight");
    const bool alone = in_flight == 1;
    rows.Print({"with names" + tail, found.per_second, "calls/s", {}, {}});
    rows.Print({"with names" + tail + ", p50",
                found.p50_ms,
                "ms",
                alone ? std::optional<double>(1.5) : std::nullopt,
                {}});
    rows.Print({"CPU of the daemon, with names" + tail,
                1000 * cpu / static_cast<double>(found.answered),
                "ms",
                0.3,
                {}});
    answered += found.answered;
  }
  return survey.CountResponses() == answered;
}

// Many large responses over one stream, and the room that they take.
int RunLong(const Rows& rows) {
  constexpr int kResponses = 1'000'000;
  constexpr int kLongQuestions = 50;
  constexpr int kUnderWay = 256;
  constexpr double kMostBytes = 400;
  SurveyDaemon survey;
  survey.MakeOpenWave({.questions = kLongQuestions, .invited = false});
  const double cpu = survey.CpuSeconds();
  const absl::Time start = absl::Now();
  int64_t answered = 0, failed = 0;
  while (answered < kResponses) {
    const LoadResult part = RunStream(survey.front(), kUnderWay, absl::Seconds(10),
                                      /*tokens=*/nullptr, kLongQuestions);
    answered += part.answered;
    failed += part.failed;
  }
  const auto count = static_cast<double>(answered);
  rows.Print({"responses of 50 questions", count, "rows", {}, {}});
  rows.Print({"stream", count / absl::ToDoubleSeconds(absl::Now() - start), "items/s", {}, {}});
  rows.Print({"CPU of the daemon", 1000 * (survey.CpuSeconds() - cpu) / count, "ms", 0.3, {}});
  const absl::Time closing = absl::Now();
  const int64_t stored = survey.CloseWave();
  rows.Print({"closing", absl::ToDoubleSeconds(absl::Now() - closing), "s", {}, {}});
  rows.Print({"file of answers per response",
              static_cast<double>(survey.AnswersBytes()) / count,
              "bytes",
              kMostBytes,
              {}});
  rows.Print({"refused", static_cast<double>(failed), "items", {}, {}});
  if (stored == answered && failed == 0) return 0;
  std::fprintf(stderr, "bench_collection: not every response was acknowledged and found\n");
  return 1;
}

// Takes --long off the command line.
bool TakeLong(int* argc, char** argv) {
  char** const end = std::remove_if(
      argv + 1, argv + *argc, [](const char* word) { return absl::string_view(word) == "--long"; });
  const bool found = end != argv + *argc;
  *argc = static_cast<int>(end - argv);
  return found;
}

int Run(int argc, char** argv) {
  const bool is_long = TakeLong(&argc, argv);
  const Rows rows(argc, argv);
  if (is_long) return RunLong(rows);
  SurveyDaemon survey;
  const EchoServer echo(survey.realm().ServerCredentials());
  survey.MakeOpenWave({});
  rows.Note(absl::StrCat("SubmitResponse with ", kQuestions,
                         " answers and an invitation; lotse-survey with its defaults: answers and "
                         "tokens checked, calls counted, callers known by an access token over "
                         "TLS and by their grant, the files of the wave in a temporary folder; "
                         "medians of ",
                         kRuns,
                         " runs of 1 s. The echo has the same TLS and token. The stream has as "
                         "many under way as are in flight. The "
                         "bare program runs the same statements with the same journals, beside "
                         "as many invitations, in groups of as many as are in flight"));
  const absl::Time start = absl::Now();
  TokenSource tokens(survey.Invite(kInvited));
  const double invited = absl::ToDoubleSeconds(absl::Now() - start) * 100'000 / kInvited;
  rows.Print({"100,000 invitations", invited, "s", 5, {}});
  BarePair pair(survey.folder() + "/bare", kInvited);
  const LoadResult warm = RunLoad(survey.front(), 16, kDuration, &tokens);
  int64_t answered = warm.answered, failed = warm.failed;
  for (const int in_flight : {1, 16, 64, 256}) {
    const Measured found = Measure(echo, survey, &pair, &tokens, in_flight);
    Print(rows, found, in_flight);
    answered += found.intake.answered + found.stream.answered;
    failed += found.intake.failed + found.stream.failed;
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
  if (RunIdentified(rows) && stored == answered && failed == 0) return 0;
  std::fprintf(stderr, "bench_collection: not every response was acknowledged and found\n");
  return 1;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
