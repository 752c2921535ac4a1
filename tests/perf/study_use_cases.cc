#include "tests/perf/study_use_cases.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/study_agreement.pb.h"
#include "lotse/survey/v1alpha/study_analysis_service.pb.h"
#include "lotse/survey/v1alpha/study_measure.pb.h"
#include "lotse/survey/v1alpha/study_themes.pb.h"
#include "runtime/sql/migrations.h"
#include "services/survey/app/study_analysis.h"
#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "tests/perf/bare.h"
#include "tests/perf/beside.h"
#include "tests/perf/study_site.h"

namespace lotse::perf {
namespace {

using survey::v1alpha::CountCodesRequest;
using survey::v1alpha::CountCoOccurrenceRequest;
using survey::v1alpha::FindKeywordRequest;
using survey::v1alpha::FindSegmentsRequest;
using survey::v1alpha::MeasureAgreementRequest;
using survey::v1alpha::SegmentNeighbor;
using survey::v1alpha::StudyMatrix;
using survey::v1alpha::TabulateThemesRequest;

constexpr int kRuns = 21;
constexpr int kFewRuns = 5;  // Of what may take seconds.
constexpr double kLimitMs = 20;
constexpr int kTexts = 60;
constexpr int kTurnsOfAText = 167;
constexpr int kCodings = 15'000;
constexpr int kCodes = 100;  // As many as a matrix may have.
constexpr int kContextWords = 12;

// The columns that the use cases take. None of these is in an index alone.
constexpr sql::EmbeddedFile kScans[] = {
    {"scans.sql",
     "-- name: ScanTurns\n"
     "SELECT text_id, first, behind, speaker, start_ms, end_ms FROM study_turn;\n"
     "-- name: ScanCodings\n"
     "SELECT coding_id, text_id, first, behind, code_id, coder, create_time FROM coding;\n"
     "-- name: ScanWordings\n"
     "SELECT text_id, content FROM study_text;\n"}};

// Ends the program if what was to be found is not there: a fast nothing would be no figure.
void Some(int64_t found) {
  if (found > 0) return;
  std::fprintf(stderr, "bench_qualitative: nothing was found\n");
  std::exit(1);
}

class UseCases {
 public:
  UseCases(const Rows& rows, const survey::qualitative::CorpusInput& input)
      : rows_(rows), site_(input), bare_(site_.MaterialPath(), kScans) {
    for (const auto& code : input.codebook.codes) codes_.push_back(StudySite::CodeName(code.id));
    for (const auto& coding : input.codings) {
      if (std::find(coders_.begin(), coders_.end(), coding.coder) == coders_.end()) {
        coders_.push_back(coding.coder);
      }
    }
  }

  void Measure() {
    rows_.Note(absl::StrCat(
        "use cases over a store and a study on disk: ", kTexts * kTurnsOfAText, " turns, ",
        kCodings, " codings of ", kCodes, " codes, ", site_.code_points(),
        " code points; medians of ", kRuns,
        " runs of what a caller waits, each beside a scan of the same rows by SQLite alone. Pages "
        "have 50 segments"));
    MeasureSegments();
    MeasureKeywords();
    MeasureCounts();
    MeasureAgreements();
    MeasureThemes();
  }

 private:
  void ScanMarks() {
    bare_.Run("ScanTurns", {});
    bare_.Run("ScanCodings", {});
  }
  void ScanWordings() { bare_.Run("ScanWordings", {}); }

  // Prints a use case that reads turns and codings. `work` says how much it found.
  void Marks(const std::string& figure, absl::FunctionRef<int64_t()> work, int runs = kRuns) {
    MeasureBeside(rows_, {figure, kLimitMs, runs, [&] { ScanMarks(); }, [&] { Some(work()); }});
  }

  void FindBy(const std::string& figure, FindSegmentsRequest q) {
    q.set_parent(StudySite::kStudy);
    q.set_context_words(kContextWords);
    Marks(absl::StrCat("FindSegments ", figure),
          [&] { return site_.Call(&survey::FindSegments, q).total_size(); });
  }

  void AddNeighbor(size_t code, SegmentNeighbor::Relation relation, FindSegmentsRequest* q) {
    SegmentNeighbor* const beside = q->add_neighbors();
    beside->add_codes(codes_[code]);
    beside->set_with_below(true);
    beside->set_relation(relation);
    if (relation == SegmentNeighbor::RELATION_NEAR) beside->set_distance(200);
  }

  void MeasureSegments() {
    FindSegmentsRequest by_code;
    by_code.add_codes(codes_[0]);
    by_code.set_with_below(true);
    FindBy("by code and what is below it", by_code);
    FindSegmentsRequest by_role;
    by_role.mutable_speaker()->set_role("g1");
    FindBy("by role", by_role);
    FindSegmentsRequest by_overlap;
    AddNeighbor(1, SegmentNeighbor::RELATION_OVERLAP, &by_overlap);
    FindBy("by overlap", by_overlap);
    FindSegmentsRequest by_five;
    AddNeighbor(0, SegmentNeighbor::RELATION_OVERLAP, &by_five);
    AddNeighbor(1, SegmentNeighbor::RELATION_SAME_TURN, &by_five);
    AddNeighbor(2, SegmentNeighbor::RELATION_NEAR, &by_five);
    AddNeighbor(3, SegmentNeighbor::RELATION_NEAR, &by_five);
    AddNeighbor(4, SegmentNeighbor::RELATION_SAME_RANGE, &by_five);
    by_five.mutable_neighbors(4)->set_absent(true);
    FindBy("by five others beside it", by_five);
  }

  void FindWord(const std::string& figure, const std::string& keyword, bool prefix) {
    FindKeywordRequest q;
    q.set_parent(StudySite::kStudy);
    q.set_keyword(keyword);
    q.set_prefix(prefix);
    q.set_context_words(kContextWords);
    const auto find = [&] { Some(site_.Call(&survey::FindKeyword, q).segments_size()); };
    MeasureBeside(rows_, {absl::StrCat("FindKeyword ", figure), kLimitMs, kRuns,
                          [&] { ScanWordings(); }, find});
  }

  void MeasureKeywords() {
    FindWord("of a beginning that is everywhere", "Verwalt", /*prefix=*/true);
    // The page is not full before all texts were looked at.
    FindWord("of a word that is there once", StudySite::kRareWord, /*prefix=*/false);
  }

  template <class Q>
  Q AskAll(survey::v1alpha::StudyUnit unit) const {
    Q q;
    q.set_parent(StudySite::kStudy);
    for (const std::string& code : codes_) q.add_codes(code);
    q.set_with_below(true);
    q.set_unit(unit);
    return q;
  }

  int64_t CountPairs(survey::v1alpha::StudyUnit unit) {
    const auto q = AskAll<CountCoOccurrenceRequest>(unit);
    return site_.Call(&survey::CountCoOccurrence, q).pairs(0).first();
  }

  void MeasureCounts() {
    const auto counts = AskAll<CountCodesRequest>(survey::v1alpha::STUDY_UNIT_TURN);
    Marks("CountCodes by turn",
          [&] { return site_.Call(&survey::CountCodes, counts).frequencies(0).codings(); });
    Marks("CountCoOccurrence by turn",
          [&] { return CountPairs(survey::v1alpha::STUDY_UNIT_TURN); });
    Marks("CountCoOccurrence by segment",
          [&] { return CountPairs(survey::v1alpha::STUDY_UNIT_SEGMENT); });
    Marks("CountCoOccurrence by case",
          [&] { return CountPairs(survey::v1alpha::STUDY_UNIT_CASE); });
    const auto scan = [&] {
      ScanMarks();
      ScanWordings();
    };
    const auto count = [&] { Some(CountPairs(survey::v1alpha::STUDY_UNIT_SENTENCE)); };
    MeasureBeside(rows_, {"CountCoOccurrence by sentence", kLimitMs, kRuns, scan, count});
  }

  void MeasureAgreements() {
    MeasureAgreementRequest q;
    q.set_parent(StudySite::kStudy);
    for (const std::string& coder : coders_) q.add_coders(coder);
    q.add_codes(codes_[0]);
    q.set_with_below(true);
    q.set_categories(MeasureAgreementRequest::CATEGORIES_EACH_CODE);
    q.set_unit(survey::v1alpha::STUDY_UNIT_TURN);
    Marks("MeasureAgreement of four coders by turn",
          [&] { return site_.Call(&survey::MeasureAgreement, q).agreements(0).units(); });
  }

  // With the protection of what it tells.
  void MeasureThemes() {
    TabulateThemesRequest q;
    q.set_parent(StudySite::kStudy);
    q.set_by_role(true);
    int shown = 0;
    const auto tabulate = [&] {
      const auto told = site_.Call(&survey::TabulateThemes, q);
      shown = static_cast<int>(
          std::count_if(told.matrices().begin(), told.matrices().end(), [](const auto& matrix) {
            return matrix.not_shown() == StudyMatrix::NOT_SHOWN_UNSPECIFIED;
          }));
      return int64_t{told.matrices_size()};
    };
    for (const int themes : {10, kCodes}) {
      q.clear_codes();
      for (int i = 0; i < themes; ++i) q.add_codes(codes_[static_cast<size_t>(i)]);
      for (const bool two : {false, true}) {
        q.clear_attributes();
        if (two) q.add_attributes("ort");
        const std::string figure =
            absl::StrCat("TabulateThemes, ", themes, two ? " by two groupings" : " by role");
        Marks(figure, tabulate, kFewRuns);
        rows_.Print(
            {figure + ", shown", static_cast<double>(shown), two ? "of 2" : "of 1", {}, {}});
      }
    }
  }

  const Rows& rows_;
  StudySite site_;
  Bare bare_;
  std::vector<std::string> codes_;
  std::vector<std::string> coders_;
};

}  // namespace

void MeasureUseCases(const Rows& rows) {
  UseCases(rows, survey::qualitative::RandomCorpus(1, kTexts, kTurnsOfAText, kCodings, kCodes))
      .Measure();
}

}  // namespace lotse::perf
