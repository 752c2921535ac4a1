#include "tests/perf/qualitative_transcripts.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/text/find_words.h"
#include "services/survey/qualitative/text/redaction.h"
#include "services/survey/qualitative/text/text_edit.h"
#include "services/survey/qualitative/text/units.h"
#include "services/survey/qualitative/transcript/plain_transcript.h"
#include "tests/perf/sample_transcript.h"
#include "tests/perf/study_site.h"

namespace lotse::perf {
namespace {

using namespace survey::qualitative;  // NOLINT: all of it is measured here.

constexpr int kRuns = 9;

template <typename T>
T Value(absl::StatusOr<T> value) {
  EndUnlessOk(value.status());
  return *std::move(value);
}

void Print(const Rows& rows, const std::string& figure, absl::FunctionRef<void()> run) {
  std::vector<double> times;
  for (int i = 0; i < kRuns; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  std::nth_element(times.begin(), times.begin() + kRuns / 2, times.end());
  rows.Print({figure, times[kRuns / 2], "ms", {}, {}});
}

// Ends the program if nothing was done: that would be no figure.
void Done(bool done) {
  if (!done) EndUnlessOk(absl::InternalError("nothing was done"));
}

void RunCorrection(const Rows& rows, const IndexedText& text) {
  const std::vector<TextSpan> words = Words(text);
  const std::size_t middle = words.size() / 2;
  int64_t moved = 0;
  Print(rows, "correction in memory, 500 codings behind it", [&] {
    const TextEdit edit = Value(TextEdit::Make(text, {{words[middle], "berichtigt"}}));
    const IndexedText after = Value(edit.Apply(text));
    for (std::size_t i = 1; i <= 500; ++i) moved += edit.Move(words[middle + i]).span.begin;
  });
  Done(moved > 0);
}

// Looks for the names, which have to be there, and redacts them.
void RunNames(const Rows& rows, const IndexedText& text) {
  const std::vector<std::string> names = SampleNames();
  std::vector<FoundWords> found;
  Print(rows, absl::StrCat("search for ", names.size(), " names"),
        [&] { found = Value(Value(WordSearch::Make(names)).FindIn(text)); });
  Done(found.size() == names.size());
  std::vector<Mention> mentions;
  for (const FoundWords& one : found) {
    mentions.push_back({one.span, absl::StrCat("[Person ", one.term + 1, "]")});
  }
  int64_t size = 0;
  Print(rows, absl::StrCat("redaction in memory of ", names.size(), " names"),
        [&] { size = Value(Redact(text, mentions)).text.size(); });
  Done(size != text.size());
}

}  // namespace

void MeasureTranscripts(const Rows& rows) {
  const std::string plain = PlainSample();
  rows.Note(absl::StrCat("parts, in memory: ", kSampleTurns, " turns of ", kSampleWords, " words, ",
                         plain.size(), " bytes; medians of ", kRuns, " runs"));
  Print(rows, "transcript read, plain text", [&] { Value(ReadPlainTranscript(plain, {})); });
  const Transcript transcript = Value(ReadPlainTranscript(plain, {}));
  RunCorrection(rows, transcript.text);
  RunNames(rows, transcript.text);
}

}  // namespace lotse::perf
