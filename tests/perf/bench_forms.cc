// How long a questionnaire with expressions takes to be read and compiled, how long a complete
// response takes to be judged, and what a compiled one takes of memory. The questionnaires are real
// ones; beside ours, in the same run, the reference engine of ODK (tests/forms) fills in the same
// answers.
//
//   bench_forms [--json]
//
// Started from the root of the repository; the reference data is where LOTSE_REFERENCE says, else
// in
// ../shared/reference. As it is delivered, a limit that is missed is status 1.

#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/answer_values.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/forms/read_form.h"
#include "services/survey/exchange/xforms/xforms.h"
#include "tests/perf/complete_response.h"
#include "tests/perf/reference_engine.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

using survey::CompiledInstrument;
using survey::v1alpha::ImportInstrumentRequest;
using survey::v1alpha::Instrument;
using Answers = google::protobuf::RepeatedPtrField<survey::v1alpha::Answer>;

constexpr int kRuns = 21;
constexpr int kThreads = 4;

// Times of the reference engine at the least.
constexpr double kTimesFaster = 100;

std::string Reference(const std::string& file) {
  const char* const folder = std::getenv("LOTSE_REFERENCE");
  const std::string path =
      absl::StrCat(folder != nullptr ? folder : "../shared/reference", "/questionnaires/", file);
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    std::fprintf(stderr, "bench_forms: no reference data: %s is not there\n", path.c_str());
    std::exit(2);
  }
  return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

// Processor time of this thread, in milliseconds: a machine that does something else as well does
// not make anything slower.
double ProcessorMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Milliseconds of the median of some runs, each of which does the work so many times.
double Milliseconds(absl::FunctionRef<void()> work, int times = 1, int runs = kRuns) {
  std::vector<double> found;
  for (int run = 0; run < runs; ++run) {
    const double start = ProcessorMilliseconds();
    for (int i = 0; i < times; ++i) work();
    found.push_back((ProcessorMilliseconds() - start) / times);
  }
  std::sort(found.begin(), found.end());
  return found[found.size() / 2];
}

std::size_t HeapBytes() { return mallinfo2().uordblks; }

template <typename Result>
Result Must(absl::StatusOr<Result> result) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "bench_forms: %s\n", result.status().ToString().c_str());
  std::exit(1);
}

// Prints figures, and keeps in mind which passed their limit.
class Figures {
 public:
  Figures(int argc, char** argv) : rows_(argc, argv) {}

  void Note(const std::string& text) const { rows_.Note(text); }
  void Print(const Rows::Row& row) const { rows_.Print(row); }
  void AtMost(const Rows::Row& row) { Check(row, row.value <= *row.limit); }
  void AtLeast(const Rows::Row& row) { Check(row, row.value >= *row.limit); }

  // The status of the program. Limits are those of what is delivered.
  int Status() const {
    for (const std::string& figure : missed_) {
      std::fprintf(stderr, "bench_forms: %s: the limit is missed\n", figure.c_str());
    }
    return !missed_.empty() && absl::string_view(LOTSE_BUILD_TYPE) == "Release" ? 1 : 0;
  }

 private:
  void Check(const Rows::Row& row, bool holds) {
    rows_.Print(row);
    if (!holds) missed_.push_back(row.figure);
  }

  const Rows rows_;
  std::vector<std::string> missed_;
};

survey::logic::Environment EnvironmentOf() {
  survey::logic::Environment environment;
  environment.now = absl::FromCivil(absl::CivilSecond(2026, 3, 1, 12, 0, 0), absl::UTCTimeZone());
  return environment;
}

Instrument ReadInstrument(survey::FormFormat format, const std::string& content) {
  return Must(survey::ReadForm(format, content, "en")).instrument;
}

void Compile(Figures* figures) {
  const std::string workbook = Reference("xlsform/whova_form.xlsx");
  const std::string xml = Reference("xform/whova_form.xml");
  const auto compile = [](survey::FormFormat format, const std::string& content) {
    return Milliseconds([&] {
      std::shared_ptr<const survey::logic::FormProgram> program;
      const auto read = Must(survey::ReadForm(format, content, "en", &program));
      CompiledInstrument compiled(read.instrument, std::move(program));
    });
  };
  const double of_xml = compile(ImportInstrumentRequest::FORMAT_XFORMS, xml);
  const double of_workbook = compile(ImportInstrumentRequest::FORMAT_XLSFORM, workbook);
  figures->AtMost({"verbal autopsy, read and compiled from .xlsx", of_workbook, "ms", 50, {}});
  figures->AtMost({"verbal autopsy, read and compiled from XML", of_xml, "ms", 30, {}});
  const Instrument instrument = ReadInstrument(ImportInstrumentRequest::FORMAT_XFORMS, xml);
  const double alone = Milliseconds([&] { CompiledInstrument compiled(instrument); });
  figures->Print({"verbal autopsy, compiled alone", alone, "ms", {}, alone / of_xml});
}

// One form, with expressions that conditions cannot say, with a complete response.
struct Subject {
  std::string name;
  Instrument instrument;
  // The same form as XForms XML.
  std::string xml;
  // Most milliseconds for a response.
  double limit = 1;
};

std::vector<survey::v1alpha::Answer> Judged(const CompiledInstrument& compiled,
                                            const Answers& answers,
                                            const survey::logic::Environment& environment) {
  const auto judged = survey::JudgeAnswers(compiled, answers, 0, environment);
  for (const rpc::FieldViolation& violation : judged.violations) {
    std::fprintf(stderr, "bench_forms: the response is not complete: %s: %s\n",
                 violation.field.c_str(), violation.description.c_str());
    std::exit(1);
  }
  return {judged.answers.begin(), judged.answers.end()};
}

// Several threads judge with one compiled form, and find the same. Responses per second.
double Shared(const CompiledInstrument& compiled, const Answers& answers, int times) {
  const survey::logic::Environment environment = EnvironmentOf();
  const std::size_t expected = Judged(compiled, answers, environment).size();
  std::vector<std::thread> threads;
  const absl::Time start = absl::Now();
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < times; ++i) {
        if (Judged(compiled, answers, environment).size() == expected) continue;
        std::fprintf(stderr, "bench_forms: threads do not find the same\n");
        std::exit(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return kThreads * times / absl::ToDoubleSeconds(absl::Now() - start);
}

void Evaluate(const Subject& subject, Figures* figures) {
  const std::size_t before = HeapBytes();
  const auto compiled = std::make_unique<const CompiledInstrument>(subject.instrument);
  const double bytes = static_cast<double>(HeapBytes() - before);
  const survey::logic::Environment environment = EnvironmentOf();
  const Answers answers = CompleteResponse(*compiled, environment);
  const std::size_t stored = Judged(*compiled, answers, environment).size();
  figures->Note(absl::StrCat(subject.name, ": ", compiled->logic()->tree().elements().size() - 1,
                             " questions and groups, a response of ", answers.size(), " answers, ",
                             stored, " with those that are computed"));
  const int times = subject.limit < 0.5 ? 100 : 10;
  const double ours =
      Milliseconds([&] { survey::JudgeAnswers(*compiled, answers, 0, environment); }, times);
  const std::size_t used = HeapBytes();
  Milliseconds([&] { survey::JudgeAnswers(*compiled, answers, 0, environment); }, times);
  const double left = static_cast<double>(HeapBytes()) - static_cast<double>(used);
  const std::string& name = subject.name;
  figures->AtMost({absl::StrCat(name, ", a response judged"), ours, "ms", subject.limit, {}});
  // As it is written here: the reference engine also wants values of calculations that nobody
  // answers.
  const ReferenceEngine reference(Must(survey::WriteXforms(subject.instrument)), environment.now);
  const auto [theirs, violations] = reference.Measure(answers);
  figures->Print({absl::StrCat(name, ", violations there"), violations, "", {}, {}});
  figures->Print(
      {absl::StrCat(name, ", by the reference engine"), theirs, "ms", {}, theirs / ours});
  figures->AtLeast(
      {absl::StrCat(name, ", times faster, at least"), theirs / ours, "", kTimesFaster, {}});
  figures->AtMost({absl::StrCat(name, ", memory compiled, of its XML"), bytes / 1024, "KiB",
                   static_cast<double>(subject.xml.size()) / 1024,
                   bytes / static_cast<double>(subject.xml.size())});
  figures->AtMost({absl::StrCat(name, ", memory left by responses"), left / 1024, "KiB", 0, {}});
  const double shared = Shared(*compiled, answers, times * kRuns);
  figures->Print({absl::StrCat(name, ", ", kThreads, " threads with one compiled"),
                  shared,
                  "responses/s",
                  {},
                  shared * ours / 1000});
}

int Run(int argc, char** argv) {
  Figures figures(argc, argv);
  figures.Note(absl::StrCat("medians of ", kRuns, " runs, one thread, processor time"));
  Compile(&figures);
  std::vector<Subject> subjects;
  const std::string whova = Reference("xform/whova_form.xml");
  subjects.push_back(
      {"verbal autopsy", ReadInstrument(ImportInstrumentRequest::FORMAT_XFORMS, whova), whova, 1});
  const std::string needs = Reference("xform/mitwirken_umfrage.converted.xml");
  subjects.push_back({"needs of organisations",
                      ReadInstrument(ImportInstrumentRequest::FORMAT_XFORMS, needs), needs, 0.05});
  for (const Subject& subject : subjects) Evaluate(subject, &figures);
  return figures.Status();
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
