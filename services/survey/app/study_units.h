#pragma once

#include <cstdint>
#include <vector>

#include "lotse/survey/v1alpha/study_measure.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/qualitative/measures/coding_units.h"

namespace lotse::survey {

// By what a request counts.
struct AskedUnit {
  v1alpha::StudyUnit unit = v1alpha::STUDY_UNIT_UNSPECIFIED;
  int32_t window = 0;

  // Whether texts are cut into units: segments and cases are found otherwise.
  bool CutsTexts() const {
    return unit != v1alpha::STUDY_UNIT_SEGMENT && unit != v1alpha::STUDY_UNIT_CASE;
  }
  bool NeedsSentences() const { return unit == v1alpha::STUDY_UNIT_SENTENCE; }
};

enum class UnitUse { kCounting, kAgreement };

// What is wrong with it, with the paths `unit` and `window_code_points`.
rpc::FieldViolations CheckUnit(AskedUnit asked, UnitUse use);

// The units into which texts are cut, along them, without those that touch what is left out;
// `asked` has no violations.
std::vector<qualitative::Unit> CutIntoUnits(const StudyCorpus& study, AskedUnit asked);

}  // namespace lotse::survey
