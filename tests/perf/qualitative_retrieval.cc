#include "tests/perf/qualitative_retrieval.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/coding/keyword.h"
#include "services/survey/qualitative/coding/retrieval.h"
#include "services/survey/qualitative/measures/co_occurrence.h"
#include "services/survey/qualitative/measures/coder_agreement.h"
#include "services/survey/qualitative/measures/frequencies.h"
#include "services/survey/qualitative/themes/theme_matrix.h"

namespace lotse::perf {
namespace {

using namespace survey::qualitative;  // NOLINT: what is measured is all from there.

constexpr int kRuns = 21;

double ProcessorMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double Milliseconds(absl::FunctionRef<void()> work) {
  std::vector<double> found;
  for (int run = 0; run < kRuns; ++run) {
    const double start = ProcessorMilliseconds();
    work();
    found.push_back(ProcessorMilliseconds() - start);
  }
  std::sort(found.begin(), found.end());
  return found[found.size() / 2];
}

// Ends the program if what was to be found is not there: a fast nothing would be no figure.
void Some(int64_t found) {
  if (found > 0) return;
  std::fprintf(stderr, "bench_qualitative: nothing was found\n");
  std::exit(1);
}

Query Beside(Relation relation, std::string code) {
  Query other{.kind = Query::Kind::kCode, .id = std::move(code), .with_children = true};
  return {.kind = Query::Kind::kCoOccurs,
          .relation = relation,
          .distance = 200,
          .parts = {std::move(other)}};
}

Query Widest() {
  Query query{.kind = Query::Kind::kOr};
  for (const Relation relation :
       {Relation::kOverlap, Relation::kSameTurn, Relation::kNear, Relation::kWithin}) {
    Query both{.kind = Query::Kind::kAnd,
               .parts = {Beside(relation, "c1"), Beside(relation, "c2")}};
    query.parts.push_back(std::move(both));
  }
  query.parts.push_back(
      {.kind = Query::Kind::kNot, .parts = {{.kind = Query::Kind::kSpeakerGroup, .id = "g1"}}});
  return query;
}

void MeasureFinding(const Rows& rows, const Corpus& corpus) {
  const CodingSet all(corpus.codings().size(), true);
  const auto find = [&](const std::string& figure, const Query& query) {
    const double time = Milliseconds([&] {
      const CodingSet found = FindCodings(corpus, query, all);
      Some(PageOf(corpus, found, RetrievalOrder::kTime, {}).total);
    });
    rows.Print({figure, time, "ms", {}, {}});
  };
  find("found by code and what is below it",
       {.kind = Query::Kind::kCode, .id = "c0", .with_children = true});
  find("found by speaker group", {.kind = Query::Kind::kSpeakerGroup, .id = "g1"});
  find("found by overlap", Beside(Relation::kOverlap, "c1"));
  find("found by the same turn", Beside(Relation::kSameTurn, "c1"));
  find("found by nine conditions", Widest());
}

// Over all codes of the corpus.
void MeasureCounting(const Rows& rows, const Corpus& corpus) {
  const CodingSet all(corpus.codings().size(), true);
  std::vector<std::string> codes;
  for (const Code& code : corpus.codebook().codes) codes.push_back(code.id);
  const auto measure = [&](const std::string& figure, absl::FunctionRef<int64_t()> work) {
    rows.Print({figure, Milliseconds([&] { Some(work()); }), "ms", {}, {}});
  };
  measure(absl::StrCat("frequencies of ", codes.size(), " codes"),
          [&] { return FrequenciesOf(corpus, all, true)[0].codings; });
  const std::vector<Unit> turns = UnitsOf(corpus, {UnitKind::kTurn});
  measure(absl::StrCat("co-occurrence of ", codes.size(), " codes by turn"),
          [&] { return CoOccurrencesByUnit(corpus, all, codes, true, turns).at(0, 0); });
  measure(absl::StrCat("co-occurrence of ", codes.size(), " codes by segment"),
          [&] { return CoOccurrencesBySegment(corpus, all, codes, true).at(0, 0); });
  measure(absl::StrCat("groups by ", codes.size(), " themes"),
          [&] { return SpeakersByTheme(corpus, all, codes).at(0, 0); });
}

void MeasureAgreement(const Rows& rows, const Corpus& corpus) {
  const std::vector<Unit> turns = UnitsOf(corpus, {UnitKind::kTurn});
  RatingTask task{.coders = corpus.coders()};
  for (const std::string& coder : task.coders) {
    for (const Corpus::Text& text : corpus.texts()) task.finished.insert({coder, text.id});
  }
  const double time = Milliseconds(
      [&] { Some(AgreementOf(RatingsOfCode(corpus, turns, task, "c0", true), false).units); });
  rows.Print({"agreement of four coders on a code by turn", time, "ms", {}, {}});
}

void MeasureKeywords(const Rows& rows) {
  std::vector<std::string> texts(60);
  for (size_t i = 0; i < texts.size(); ++i) {
    for (int word = 0; word < 20000 / 6; ++word) {
      absl::StrAppend(&texts[i], "Verwaltung", (word * 7 + static_cast<int>(i)) % 5000,
                      word % 9 == 0 ? ". " : " ");
    }
  }
  const double start = ProcessorMilliseconds();
  const WordIndex index(texts);
  rows.Print({"200,000 words, their index made", ProcessorMilliseconds() - start, "ms", {}, {}});
  rows.Print({"keyword in context, a prefix that all words have",
              Milliseconds([&] { Some(index.Find({"verwalt", true}).total); }),
              "ms",
              {},
              {}});
}

}  // namespace

void MeasureRetrieval(const Rows& rows) {
  rows.Note(absl::StrCat("parts, in memory and without SQL; medians of ", kRuns,
                         " runs of the time of a processor"));
  const CorpusInput input = RandomCorpus(1, 60, 167, 15000, 120);
  const double made =
      Milliseconds([&] { Some(static_cast<int64_t>(Corpus(input).codings().size())); });
  rows.Print({"10,020 turns with 15,000 codings, made ready", made, "ms", {}, {}});
  const Corpus corpus(input);
  MeasureFinding(rows, corpus);
  MeasureCounting(rows, corpus);
  MeasureCounting(rows, Corpus(RandomCorpus(1, 60, 167, 15000, kMaxMatrixCodes)));
  MeasureAgreement(rows, corpus);
  MeasureKeywords(rows);
}

}  // namespace lotse::perf
