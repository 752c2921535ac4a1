#include "tests/perf/study_text_use_cases.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "lotse/survey/v1alpha/study_text_service.pb.h"
#include "runtime/sql/connection.h"
#include "runtime/types/uuid.h"
#include "services/survey/app/study_texts.h"
#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/text/find_words.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "tests/perf/bare_material.h"
#include "tests/perf/beside.h"
#include "tests/perf/disk.h"
#include "tests/perf/sample_transcript.h"
#include "tests/perf/study_site.h"

namespace lotse::perf {
namespace {

using survey::qualitative::FoundWords;
using survey::qualitative::IndexedText;
using survey::qualitative::StoredCoding;
using survey::qualitative::StoredText;
using survey::qualitative::WordSearch;
using survey::v1alpha::CorrectStudyTextRequest;
using survey::v1alpha::ImportStudyTextRequest;
using survey::v1alpha::RedactStudyTextRequest;
using survey::v1alpha::StudyTextResult;

constexpr int kRuns = 9;
constexpr double kImportLimitMs = 100;
constexpr double kCorrectionLimitMs = 20;
constexpr int kCodingsBehind = 500;
constexpr size_t kMiddle = kSampleTurns / 2;

void Require(bool holds, const char* what) {
  if (!holds) EndUnlessOk(absl::InternalError(what));
}

template <class T>
T OrEnd(absl::StatusOr<T> value) {
  EndUnlessOk(value.status());
  return *std::move(value);
}

class TextUseCases {
 public:
  // The study has other texts too, and codings on them.
  explicit TextUseCases(const Rows& rows)
      : rows_(rows),
        site_(survey::qualitative::RandomCorpus(1, 60, 167, 15'000, 100)),
        bare_(site_.folder() + "/bare.db") {}

  void Measure() {
    rows_.Note(absl::StrCat("transcripts in a study on disk: ", kSampleTurns, " turns of ",
                            kSampleWords, " words, ", PlainSample().size(), " bytes; medians of ",
                            kRuns,
                            " runs of what a caller waits, each beside SQLite alone with the same "
                            "rows in one commit. The service commits twice: it notes in its log "
                            "what is done, and does it"));
    rows_.Print(
        {"syncs of the disk", SyncsPerSecond(site_.folder(), absl::Seconds(1)), "syncs/s", {}, {}});
    MeasureImport("plain text", ImportStudyTextRequest::FORMAT_PLAIN_TEXT, PlainSample());
    MeasureImport("WebVTT", ImportStudyTextRequest::FORMAT_WEBVTT, CaptionSample());
    MeasureCorrection();
    MeasureRedaction();
  }

 private:
  // The id of the text that was stored.
  std::string Import(ImportStudyTextRequest::Format format, const std::string& content) {
    ImportStudyTextRequest q;
    q.set_parent(StudySite::kEmptyCase);
    q.set_text_id(types::NewRandomUuid());
    q.set_title("Gruppe");
    q.set_kind(survey::v1alpha::StudyText::KIND_TRANSCRIPT);
    q.set_language("de");
    q.set_format(format);
    q.set_content(content);
    const StudyTextResult told = site_.Call(&survey::ImportStudyText, q);
    Require(told.text().revision() == 1, "a transcript was not stored");
    return q.text_id();
  }

  void MeasureImport(const std::string& figure, ImportStudyTextRequest::Format format,
                     const std::string& content) {
    StoredText stored = site_.Read(Import(format, content));
    Require(stored.turns.size() == static_cast<size_t>(kSampleTurns), "turns are missing");
    const auto bare = [&] {
      stored.text_id = types::NewRandomUuid();
      bare_.Add(stored);
    };
    const auto store = [&] { Import(format, content); };
    MeasureBeside(rows_,
                  {absl::StrCat("ImportStudyText, ", figure), kImportLimitMs, kRuns, bare, store});
  }

  // Codings by two coders on the turns behind the middle, as the study and the bare file have them.
  std::vector<StoredCoding> AddCodings(const StoredText& text) {
    std::vector<StoredCoding> codings;
    for (int i = 0; i < kCodingsBehind; ++i) {
      StoredCoding& made = codings.emplace_back();
      const int64_t begin = text.turns[kMiddle + 1 + static_cast<size_t>(i) / 2].span.begin;
      made.coding_id = types::NewRandomUuid();
      made.text_id = text.text_id;
      made.span = {begin, begin + 3};
      made.code_id = "themen/c1";
      made.coder = absl::StrCat("coder", i % 2);
      made.create_time = text.create_time;
    }
    site_.Add([&](sql::Connection& connection) -> absl::Status {
      for (const StoredCoding& each : codings) {
        const absl::Status added = survey::qualitative::AddCoding(connection, each).status();
        if (!added.ok()) return added;
      }
      return absl::OkStatus();
    });
    bare_.Add(codings);
    return codings;
  }

  void MeasureCorrection() {
    StoredText stored =
        site_.Read(Import(ImportStudyTextRequest::FORMAT_PLAIN_TEXT, PlainSample()));
    bare_.Add(stored);
    std::vector<StoredCoding> codings = AddCodings(stored);
    CorrectStudyTextRequest q;
    q.set_parent(StudySite::kEmptyCase);
    q.set_text_id(stored.text_id);
    q.set_revision(1);
    auto* const replaced = q.add_replacements();
    const int64_t begin = stored.turns[kMiddle].span.begin;
    replaced->mutable_range()->set_begin(begin);
    replaced->mutable_range()->set_end(begin + 1);
    // Each run makes the word longer or shorter, so that all behind it moves.
    const std::string words[] = {"berichtigt", "berichtigte"};
    int runs = 0;
    const auto correct = [&] {
      const std::string& word = words[++runs % 2];
      replaced->set_replacement(word);
      const StudyTextResult told = site_.Call(&survey::CorrectStudyText, q);
      Require(told.moved_codings() == kCodingsBehind, "codings did not move");
      q.set_revision(told.text().revision());
      replaced->mutable_range()->set_end(begin + static_cast<int64_t>(word.size()));
    };
    const auto bare = [&] {
      for (StoredCoding& each : codings) ++each.span.end;
      bare_.Change(stored, codings);
    };
    MeasureBeside(rows_, {absl::StrCat("CorrectStudyText, ", kCodingsBehind, " codings behind it"),
                          kCorrectionLimitMs, kRuns, bare, correct});
  }

  RedactStudyTextRequest RedactionOf(const StoredText& text) const {
    RedactStudyTextRequest q;
    q.set_parent(StudySite::kEmptyCase);
    q.set_text_id(text.text_id);
    q.set_revision(text.revision);
    const WordSearch search = OrEnd(WordSearch::Make(SampleNames()));
    const IndexedText indexed = OrEnd(IndexedText::Make(text.content));
    for (const FoundWords& one : OrEnd(search.FindIn(indexed))) {
      auto* const replaced = q.add_replacements();
      replaced->mutable_range()->set_begin(one.span.begin);
      replaced->mutable_range()->set_end(one.span.end);
      replaced->set_replacement(absl::StrCat("[Person ", one.term + 1, "]"));
    }
    Require(q.replacements_size() == kSampleNames, "names are missing");
    return q;
  }

  // Each run has a text of its own: names are redacted once.
  void MeasureRedaction() {
    std::vector<StoredText> texts;
    std::vector<RedactStudyTextRequest> requests;
    for (int i = 0; i < kRuns; ++i) {
      texts.push_back(site_.Read(Import(ImportStudyTextRequest::FORMAT_PLAIN_TEXT, PlainSample())));
      requests.push_back(RedactionOf(texts.back()));
      bare_.Add(texts.back());
    }
    size_t changed = 0, redacted = 0;
    const auto bare = [&] { bare_.Change(texts[changed++], {}); };
    const auto redact = [&] {
      const StudyTextResult told = site_.Call(&survey::RedactStudyText, requests[redacted++]);
      Require(told.text().revision() == 2, "nothing was redacted");
    };
    MeasureBeside(
        rows_,
        {absl::StrCat("RedactStudyText, ", kSampleNames, " names"), {}, kRuns, bare, redact});
  }

  const Rows& rows_;
  StudySite site_;
  BareMaterial bare_;
};

}  // namespace

void MeasureTextUseCases(const Rows& rows) { TextUseCases(rows).Measure(); }

}  // namespace lotse::perf
