// How long it takes to read a transcript of two hours (20,000 words, 1,000 turns) in plain text and
// as captions, to correct a word in its middle with 500 codings behind it, to look for the 50 names
// in it, and to redact them. Of several runs the median.
//
//   bench_transcripts [--json]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/survey/qualitative/text/find_words.h"
#include "services/survey/qualitative/text/redaction.h"
#include "services/survey/qualitative/text/text_edit.h"
#include "services/survey/qualitative/text/units.h"
#include "services/survey/qualitative/transcript/cue_transcript.h"
#include "services/survey/qualitative/transcript/plain_transcript.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

using namespace survey::qualitative;  // NOLINT: all of it is measured here.

constexpr int kTurns = 1'000;
constexpr int kWordsOfATurn = 20;
constexpr int kNames = 50;  // Each is said once.
constexpr int kRuns = 9;

template <typename T>
T Value(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s\n", std::string(value.status().message()).c_str());
  std::exit(1);
}

std::string NameOf(int number) { return absl::StrCat("Müller", number, " Köln"); }

std::string Said(int turn) {
  static const char* const words[] = {"Öffnung", "das",    "schön", "Verwaltung", "müssen",
                                      "wir",     "größer", "und",   "–",          "Gespräch"};
  std::string said;
  for (int i = 0; i < kWordsOfATurn; ++i) absl::StrAppend(&said, words[(turn * 7 + i) % 10], " ");
  if (turn % (kTurns / kNames) == 0) absl::StrAppend(&said, NameOf(turn / (kTurns / kNames)), " ");
  return said + (turn % 10 == 0 ? "\U0001F469\u200D\U0001F467" : ".");
}

std::string Plain() {
  std::string text;
  for (int i = 0; i < kTurns; ++i) {
    absl::StrAppendFormat(&text, "B%d: %s #%02d:%02d:%02d-0#\n\n", i % 7 + 1, Said(i), i / 500,
                          i / 9 % 60, i % 60);
  }
  return text;
}

std::string Captions() {
  std::string text = "WEBVTT\n\n";
  for (int i = 0; i < kTurns; ++i) {
    absl::StrAppendFormat(&text, "%02d:%02d:%02d.000 --> %02d:%02d:%02d.900\n<v B%d>%s\n\n",
                          i / 3600, i / 60 % 60, i % 60, i / 3600, i / 60 % 60, i % 60, i % 7 + 1,
                          Said(i));
  }
  return text;
}

double MedianMs(absl::FunctionRef<void()> run) {
  std::vector<double> times;
  for (int i = 0; i < kRuns; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  std::nth_element(times.begin(), times.begin() + kRuns / 2, times.end());
  return times[kRuns / 2];
}

// Looks for the names, which have to be there, and redacts them.
void RunNames(const Rows& rows, const IndexedText& text) {
  std::vector<std::string> names;
  for (int i = 0; i < kNames; ++i) names.push_back(NameOf(i));
  std::vector<FoundWords> found;
  rows.Print({absl::StrCat("search for ", kNames, " names"),
              MedianMs([&] { found = Value(Value(WordSearch::Make(names)).FindIn(text)); }),
              "ms",
              {},
              {}});
  if (found.size() != names.size()) std::exit(1);

  std::vector<Mention> mentions;
  for (const FoundWords& one : found) {
    mentions.push_back({one.span, absl::StrCat("[Person ", one.term + 1, "]")});
  }
  int64_t size = 0;
  rows.Print({absl::StrCat("redaction of ", kNames, " names"),
              MedianMs([&] { size = Value(Redact(text, mentions)).text.size(); }),
              "ms",
              {},
              {}});
  if (size == text.size()) std::exit(1);
}

void Run(const Rows& rows) {
  const std::string plain = Plain();
  const std::string captions = Captions();
  rows.Note(absl::StrCat(kTurns, " turns of ", kWordsOfATurn, " words, ", plain.size(),
                         " bytes; median of ", kRuns, " runs"));
  rows.Print({"transcript read, plain text",
              MedianMs([&] { Value(ReadPlainTranscript(plain, {})); }),
              "ms",
              100,
              {}});
  rows.Print({"transcript read, WebVTT",
              MedianMs([&] { Value(ReadCueTranscript(captions, CueFormat::kWebVtt)); }),
              "ms",
              100,
              {}});

  const Transcript transcript = Value(ReadPlainTranscript(plain, {}));
  const IndexedText& text = transcript.text;
  const std::vector<TextSpan> words = Words(text);
  const std::size_t middle = words.size() / 2;
  int64_t moved = 0;
  rows.Print({"correction, 500 codings behind it",
              MedianMs([&] {
                const TextEdit edit = Value(TextEdit::Make(text, {{words[middle], "berichtigt"}}));
                const IndexedText after = Value(edit.Apply(text));
                for (std::size_t i = 1; i <= 500; ++i) {
                  moved += edit.Move(words[middle + i]).span.begin;
                }
              }),
              "ms",
              20,
              {}});
  if (moved == 0) std::exit(1);
  RunNames(rows, text);
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { lotse::perf::Run(lotse::perf::Rows(argc, argv)); }
