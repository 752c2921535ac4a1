#include "services/survey/app/study_units.h"

#include <algorithm>

#include "services/survey/app/ready_texts.h"

namespace lotse::survey {
namespace {

using qualitative::Unit;
using qualitative::UnitKind;
using qualitative::UnitRule;

UnitRule RuleOf(AskedUnit asked) {
  UnitRule rule;
  switch (asked.unit) {
    case v1alpha::STUDY_UNIT_SENTENCE:
      rule.kind = UnitKind::kSentence;
      break;
    case v1alpha::STUDY_UNIT_WINDOW:
      rule.kind = UnitKind::kWindow;
      rule.window = asked.window;
      break;
    case v1alpha::STUDY_UNIT_TEXT:
      rule.kind = UnitKind::kText;
      break;
    default:
      rule.kind = UnitKind::kTurn;
      break;
  }
  return rule;
}

std::vector<Unit> SentencesIn(const StudyCorpus& study) {
  std::vector<Unit> units;
  for (size_t text = 0; text < study.sentences.size(); ++text) {
    for (const qualitative::TextSpan span : study.sentences[text]->spans) {
      units.push_back({static_cast<int>(text), span});
    }
  }
  return units;
}

}  // namespace

rpc::FieldViolations CheckUnit(AskedUnit asked, UnitUse use) {
  rpc::FieldViolations violations;
  if (asked.unit == v1alpha::STUDY_UNIT_UNSPECIFIED || !v1alpha::StudyUnit_IsValid(asked.unit)) {
    violations.push_back({"unit", "missing; say by what it is counted"});
    return violations;
  }
  if (use == UnitUse::kAgreement && !asked.CutsTexts()) {
    violations.push_back({"unit", "not for agreement; give turn, sentence, window or text"});
  }
  if (asked.unit != v1alpha::STUDY_UNIT_WINDOW && asked.window != 0) {
    violations.push_back({"window_code_points", "is for STUDY_UNIT_WINDOW; leave it out"});
  }
  for (const auto& wrong : CheckUnitRule(RuleOf(asked))) {
    violations.push_back({"window_code_points", wrong.description});
  }
  return violations;
}

std::vector<Unit> CutIntoUnits(const StudyCorpus& study, AskedUnit asked) {
  std::vector<Unit> units =
      asked.NeedsSentences() ? SentencesIn(study) : UnitsOf(study.corpus, RuleOf(asked));
  if (asked.unit == v1alpha::STUDY_UNIT_TEXT) return units;
  const auto is_left_out = [&](const Unit& unit) {
    return TouchesLeftOut(study.texts[static_cast<size_t>(unit.text)], unit.span);
  };
  units.erase(std::remove_if(units.begin(), units.end(), is_left_out), units.end());
  return units;
}

}  // namespace lotse::survey
