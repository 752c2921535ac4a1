#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/asked_study.h"
#include "services/survey/app/study_analysis.h"
#include "services/survey/app/study_units.h"
#include "services/survey/qualitative/measures/coder_agreement.h"
#include "services/survey/qualitative/measures/ratings.h"
#include "services/survey/qualitative/rules/study_place.h"

// How far coders agree.
namespace lotse::survey {
namespace {

using qualitative::CodeTree;
using qualitative::Corpus;
using qualitative::RatingTask;
using qualitative::StudyPlace;
using qualitative::StudyStore;
using qualitative::Unit;
using statistics::Kappa;
using v1alpha::CoefficientWithError;
using v1alpha::MeasureAgreementRequest;
using v1alpha::MeasureAgreementResponse;

using Kind = StudyPlace::Kind;

// Who has worked through which text: where they coded something, or as it is told.
void SetFinished(const MeasureAgreementRequest& q, const Corpus& corpus, RatingTask* task) {
  for (const Corpus::Entry& coding : corpus.codings()) {
    task->finished.insert({corpus.coders()[static_cast<size_t>(coding.coder)],
                           corpus.texts()[static_cast<size_t>(coding.text)].id});
  }
  absl::flat_hash_map<std::string, std::vector<std::string>> texts_of;
  for (const Corpus::Text& text : corpus.texts()) {
    texts_of[corpus.cases()[static_cast<size_t>(text.case_number)].id].push_back(text.id);
  }
  for (const v1alpha::WorkedThrough& worked : q.worked_through()) {
    for (const std::string& name : worked.places()) {
      const auto place = qualitative::ReadStudyPlace(q.parent(), name);
      if (!place.has_value()) continue;
      if (place->kind == Kind::kText) {
        task->finished.insert({worked.coder(), place->id});
      } else {
        for (const std::string& id : texts_of[place->id])
          task->finished.insert({worked.coder(), id});
      }
    }
  }
}

// Codes that exclude one another cannot be one below the other: whoever gave the lower one would
// have given both.
rpc::FieldViolations CheckApart(const Corpus& corpus, const std::vector<std::string>& codes) {
  const CodeTree tree(corpus.codebook());
  rpc::FieldViolations violations;
  for (size_t i = 0; i < codes.size(); ++i) {
    for (size_t above = 0; above < codes.size(); ++above) {
      if (i == above || !tree.IsWithin(codes[i], codes[above])) continue;
      violations.push_back({absl::StrCat("codes[", i, "]"),
                            absl::StrCat("below `codes[", above, "]`; give one of the two")});
      break;
    }
  }
  return violations;
}

// What two coders have is told of them alone, or as one of several pairs.
template <class Told>
void TellPair(const qualitative::CoderPair& pair, Told* told) {
  const auto set = [](const Kappa& kappa, auto mutable_of) {
    if (!kappa.kappa.defined()) return;
    CoefficientWithError* const one = mutable_of();
    one->set_value(kappa.kappa.value());
    if (kappa.standard_error.defined()) one->set_standard_error(kappa.standard_error.value());
  };
  set(pair.kappa, [&] { return told->mutable_cohen_kappa(); });
  set(pair.linear, [&] { return told->mutable_linear_kappa(); });
  set(pair.quadratic, [&] { return told->mutable_quadratic_kappa(); });
}

void TellAlphas(const qualitative::CoderAgreement& measured, v1alpha::CoderAgreement* told) {
  if (measured.nominal.alpha.defined()) {
    told->set_krippendorff_alpha(measured.nominal.alpha.value());
  }
  if (measured.ordinal.alpha.defined()) {
    told->set_krippendorff_alpha_ordinal(measured.ordinal.alpha.value());
  }
  if (measured.interval.alpha.defined()) {
    told->set_krippendorff_alpha_interval(measured.interval.alpha.value());
  }
  if (measured.ratio.alpha.defined()) {
    told->set_krippendorff_alpha_ratio(measured.ratio.alpha.value());
  }
}

void Tell(const MeasureAgreementRequest& q, const qualitative::CoderAgreement& measured,
          v1alpha::CoderAgreement* told) {
  told->set_unit(q.unit());
  told->set_window_code_points(q.window_code_points());
  *told->mutable_coders() = q.coders();
  told->set_units(measured.agreement.n);
  told->set_ambiguous(measured.ambiguous);
  const auto& agreement = measured.agreement;
  if (agreement.observed.defined()) told->set_agreement(agreement.observed.value());
  if (agreement.brennan_prediger.defined()) {
    told->set_brennan_prediger(agreement.brennan_prediger.value());
  }
  if (agreement.standard_error.defined()) {
    told->set_brennan_prediger_error(agreement.standard_error.value());
  }
  const auto& fleiss = measured.fleiss;
  if (fleiss.kappa.defined()) {
    told->mutable_fleiss_kappa()->set_value(fleiss.kappa.value());
    if (fleiss.null_standard_error.defined()) {
      told->mutable_fleiss_kappa()->set_standard_error(fleiss.null_standard_error.value());
    }
  }
  TellAlphas(measured, told);
  if (measured.pairs.size() == 1) {
    TellPair(measured.pairs.front(), told);
    return;
  }
  for (const qualitative::CoderPair& pair : measured.pairs) {
    v1alpha::CoderPairAgreement* const one = told->add_pairs();
    one->set_first_coder(q.coders(static_cast<int>(pair.first)));
    one->set_second_coder(q.coders(static_cast<int>(pair.second)));
    one->set_units(pair.agreement.n);
    const auto& both = pair.agreement;
    if (both.observed.defined()) one->set_agreement(both.observed.value());
    if (both.brennan_prediger.defined()) one->set_brennan_prediger(both.brennan_prediger.value());
    TellPair(pair, one);
  }
}

// What is measured: the same units and coders for each code.
struct Measuring {
  const MeasureAgreementRequest& q;
  const Corpus& corpus;
  const std::vector<Unit>& units;
  const RatingTask& task;
};

void MeasureEach(const Measuring& measuring, const std::vector<std::string>& codes,
                 MeasureAgreementResponse* r) {
  const auto& q = measuring.q;
  for (size_t i = 0; i < codes.size(); ++i) {
    const auto ratings =
        RatingsOfCode(measuring.corpus, measuring.units, measuring.task, codes[i], q.with_below());
    v1alpha::CoderAgreement* const told = r->add_agreements();
    told->set_code(q.codes(static_cast<int>(i)));
    Tell(q, AgreementOf(ratings, /*are_ordered=*/false), told);
  }
}

void MeasureTogether(const Measuring& measuring, const std::vector<std::string>& codes,
                     MeasureAgreementResponse* r) {
  const auto& q = measuring.q;
  const bool ordered = q.categories() == MeasureAgreementRequest::CATEGORIES_ORDERED;
  const bool none_is_missing =
      ordered || q.categories() == MeasureAgreementRequest::CATEGORIES_EXCLUSIVE_CODED;
  const auto ratings = RatingsOfCategories(measuring.corpus, measuring.units, measuring.task, codes,
                                           none_is_missing);
  const std::vector<double> values(q.values().begin(), q.values().end());
  Tell(q, AgreementOf(ratings, ordered, values), r->add_agreements());
}

}  // namespace

absl::Status MeasureAgreement(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                              const MeasureAgreementRequest& q, MeasureAgreementResponse* r) {
  const AskedUnit unit{q.unit(), q.window_code_points()};
  const auto asked =
      AskStudy(store, studies, caller, q, q.places(), CheckUnit(unit, UnitUse::kAgreement));
  if (!asked.ok()) return asked.status();
  const StudyReach& reach = asked->reach;
  if (absl::Status s = CheckCompares(reach.study(), reach.viewer()); !s.ok()) return s;
  r->set_left_out_cases(asked->scope.left_out());
  CorpusWish wish;
  wish.sentences = unit.NeedsSentences();
  const auto study = ReadCorpus(asked->files.get(), caller, reach, asked->scope, wish);
  if (!study.ok()) return study.status();
  const std::vector<std::string> codes = CodeKeys(q.parent(), q.codes());
  const bool each = q.categories() == MeasureAgreementRequest::CATEGORIES_EACH_CODE;
  auto violations = CheckRatedCodes(study->corpus, codes);
  if (violations.empty() && !each) violations = CheckApart(study->corpus, codes);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  RatingTask task;
  task.coders = {q.coders().begin(), q.coders().end()};
  task.least_percent = q.least_percent();
  SetFinished(q, study->corpus, &task);
  const std::vector<Unit> units = CutIntoUnits(*study, unit);
  const Measuring measuring{q, study->corpus, units, task};
  each ? MeasureEach(measuring, codes, r) : MeasureTogether(measuring, codes, r);
  return absl::OkStatus();
}

}  // namespace lotse::survey
