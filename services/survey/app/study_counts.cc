#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/asked_study.h"
#include "services/survey/app/study_analysis.h"
#include "services/survey/app/study_units.h"
#include "services/survey/qualitative/coding/retrieval.h"
#include "services/survey/qualitative/measures/co_occurrence.h"
#include "services/survey/qualitative/measures/code_extent.h"
#include "services/survey/qualitative/measures/frequencies.h"
#include "services/survey/qualitative/rules/speaker_groups.h"

// How often codes were given, and how often together.
namespace lotse::survey {
namespace {

using qualitative::CodeExtent;
using qualitative::CodeTree;
using qualitative::CodingSet;
using qualitative::CoOccurrences;
using qualitative::Corpus;
using qualitative::StudyStore;
using qualitative::Unit;
using v1alpha::CountCodesRequest;
using v1alpha::CountCodesResponse;
using v1alpha::CountCoOccurrenceRequest;
using v1alpha::CountCoOccurrenceResponse;

// What is counted: a request, and the codings that count for it.
template <class Request>
struct Counting {
  const Request& q;
  const StudyCorpus& study;
  AskedUnit unit;
  std::vector<std::string> codes;
  CodingSet found;
};

template <class Request>
AskedUnit UnitOf(const Request& q) {
  return {q.unit(), q.window_code_points()};
}

template <class Request>
CoOccurrences Together(const Counting<Request>& counting, const std::vector<Unit>& units) {
  const Corpus& corpus = counting.study.corpus;
  const bool with_below = counting.q.with_below();
  if (counting.unit.unit == v1alpha::STUDY_UNIT_SEGMENT) {
    return CoOccurrencesBySegment(corpus, counting.found, counting.codes, with_below);
  }
  if (counting.unit.unit == v1alpha::STUDY_UNIT_CASE) {
    return CoOccurrencesByCase(corpus, counting.found, counting.codes, with_below);
  }
  return CoOccurrencesByUnit(corpus, counting.found, counting.codes, with_below, units);
}

void TellGroups(const CountCodesRequest& q, const v1alpha::Study& study, const Corpus& corpus,
                const qualitative::CodeFrequency& counted, v1alpha::CodeFrequency* told) {
  int64_t speakers = 0;
  for (const std::string& group : qualitative::GroupsOf(study, q.attribute())) {
    const int at = qualitative::PlaceOf(corpus.groups(), group);
    if (at < 0 || counted.group_segments[static_cast<size_t>(at)] == 0) continue;
    v1alpha::CodeGroupFrequency* const one = told->add_groups();
    one->set_group(qualitative::ToldGroup(group));
    one->set_segments(counted.group_segments[static_cast<size_t>(at)]);
    one->set_speakers(static_cast<int32_t>(counted.group_speakers[static_cast<size_t>(at)]));
    speakers += one->speakers();
  }
  told->set_speakers(static_cast<int32_t>(speakers));
}

void TellCounts(const Counting<CountCodesRequest>& counting, const v1alpha::Study& study,
                CountCodesResponse* r) {
  const CountCodesRequest& q = counting.q;
  const Corpus& corpus = counting.study.corpus;
  const CodeTree tree(corpus.codebook());
  const bool cuts = counting.unit.CutsTexts();
  const std::vector<Unit> units =
      cuts ? CutIntoUnits(counting.study, counting.unit) : std::vector<Unit>();
  const auto counted = FrequenciesOf(corpus, counting.found, q.with_below());
  const auto extents = ExtentsOf(corpus, counting.found, counting.codes, q.with_below(), units);
  // Segments lie over one another, and cases are no parts of texts.
  const CoOccurrences whole =
      cuts ? CoOccurrences({}, {}, static_cast<int64_t>(units.size())) : Together(counting, units);
  r->set_units(whole.units());
  for (size_t i = 0; i < counting.codes.size(); ++i) {
    const auto& frequency = counted[static_cast<size_t>(tree.IndexOf(counting.codes[i]))];
    v1alpha::CodeFrequency* const told = r->add_frequencies();
    told->set_code(q.codes(static_cast<int>(i)));
    told->set_units(cuts ? extents[i].units : whole.at(i, i));
    told->set_cases(static_cast<int32_t>(frequency.cases));
    told->set_code_points(extents[i].code_points);
    told->set_codings(frequency.codings);
    told->set_segments(frequency.segments);
    told->set_texts(static_cast<int32_t>(frequency.texts));
    TellGroups(q, study, corpus, frequency, told);
  }
}

void TellPairs(const Counting<CountCoOccurrenceRequest>& counting, CountCoOccurrenceResponse* r) {
  const std::vector<Unit> units =
      counting.unit.CutsTexts() ? CutIntoUnits(counting.study, counting.unit) : std::vector<Unit>();
  const CoOccurrences together = Together(counting, units);
  for (size_t row = 0; row < counting.codes.size(); ++row) {
    for (size_t column = row + 1; column < counting.codes.size(); ++column) {
      v1alpha::CodeCoOccurrence* const pair = r->add_pairs();
      pair->set_first_code(counting.q.codes(static_cast<int>(row)));
      pair->set_second_code(counting.q.codes(static_cast<int>(column)));
      pair->set_units(together.units());
      pair->set_first(together.at(row, row));
      pair->set_second(together.at(column, column));
      pair->set_both(together.at(row, column));
      const auto figures = together.FiguresAt(row, column);
      if (figures.jaccard.defined()) pair->set_jaccard(figures.jaccard.value());
      if (figures.lift.defined()) pair->set_lift(figures.lift.value());
      if (figures.phi.defined()) pair->set_phi(figures.phi.value());
    }
  }
}

// Reads what is counted, and tells it.
template <class Request, class Tell>
absl::Status Count(const AskedStudy& asked, const OnBehalf& caller, const Request& q,
                   CorpusWish wish, const Tell& tell) {
  const AskedUnit unit = UnitOf(q);
  wish.sentences = unit.NeedsSentences();
  const auto study = ReadCorpus(asked.files.get(), caller, asked.reach, asked.scope, wish);
  if (!study.ok()) return study.status();
  Counting<Request> counting{q, *study, unit, CodeKeys(q.parent(), q.codes()), CodingSet()};
  const auto wrong = CheckMatrixCodes(study->corpus, counting.codes);
  if (absl::Status s = rpc::InvalidFields(wrong); !s.ok()) return s;
  counting.found = CodingsBy(study->corpus, q.coders());
  tell(counting);
  return absl::OkStatus();
}

}  // namespace

absl::Status CountCodes(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                        const CountCodesRequest& q, CountCodesResponse* r) {
  const auto asked =
      AskStudy(store, studies, caller, q, q.places(), CheckUnit(UnitOf(q), UnitUse::kCounting));
  if (!asked.ok()) return asked.status();
  const v1alpha::Study& study = asked->reach.study();
  const size_t groups = qualitative::GroupsOf(study, q.attribute()).size();
  if (groups * static_cast<size_t>(q.codes_size()) > qualitative::kMaxCountedCells) {
    return rpc::InvalidFields(
        {{"codes", absl::StrCat("times the ", groups, " groups more than ",
                                qualitative::kMaxCountedCells, "; ask for fewer")}});
  }
  r->set_left_out_cases(asked->scope.left_out());
  CorpusWish wish;
  wish.group_of = [&](const v1alpha::Participant& participant) {
    return qualitative::GroupOf(participant, q.attribute());
  };
  return Count(*asked, caller, q, wish,
               [&](const auto& counting) { TellCounts(counting, study, r); });
}

absl::Status CountCoOccurrence(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                               const CountCoOccurrenceRequest& q, CountCoOccurrenceResponse* r) {
  const auto asked =
      AskStudy(store, studies, caller, q, q.places(), CheckUnit(UnitOf(q), UnitUse::kCounting));
  if (!asked.ok()) return asked.status();
  r->set_left_out_cases(asked->scope.left_out());
  return Count(*asked, caller, q, {}, [&](const auto& counting) { TellPairs(counting, r); });
}

}  // namespace lotse::survey
