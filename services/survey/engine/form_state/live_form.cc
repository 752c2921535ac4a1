#include "services/survey/engine/form_state/live_form.h"

#include <utility>

#include "services/survey/engine/form_description/form_pages.h"
#include "services/survey/engine/form_state/form_evaluation.h"
#include "services/survey/logic/questionnaire/instrument_tree.h"

namespace lotse::survey {
namespace {

std::unique_ptr<const logic::FormProgram> ProgramOf(const v1alpha::Instrument& instrument) {
  absl::StatusOr<logic::FormTree> tree = logic::FormTreeOf(instrument);
  // One that is broken is not stored (CheckInstrument).
  if (!tree.ok()) tree = logic::FormTreeOf(v1alpha::Instrument());
  const std::vector<logic::ElementLogic> logic = logic::LogicOf(instrument, *tree);
  return std::make_unique<const logic::FormProgram>(*std::move(tree), logic);
}

std::vector<std::vector<logic::ElementId>> PageElements(const v1alpha::Instrument& instrument,
                                                        const logic::FormTree& tree) {
  std::vector<std::vector<logic::ElementId>> pages;
  for (const FormPagePlan& plan : PagesOf(instrument)) {
    pages.emplace_back();
    for (const v1alpha::Question* question : plan.questions) {
      if (const auto element = tree.Find(question->code())) pages.back().push_back(*element);
    }
  }
  return pages;
}

}  // namespace

LiveForm::LiveForm(v1alpha::Instrument instrument,
                   std::shared_ptr<const CompiledInstrument> compiled)
    : instrument_(std::make_unique<const v1alpha::Instrument>(std::move(instrument))),
      compiled_(std::move(compiled)) {
  if (compiled_->logic() == nullptr) own_program_ = ProgramOf(*instrument_);
  program_ = own_program_ != nullptr ? own_program_.get() : compiled_->logic();
  parts_ = PartsOf(*instrument_, program_->tree());
  options_ = OptionsByList(*instrument_, program_->tree());
  pages_ = PageElements(*instrument_, program_->tree());
}

absl::StatusOr<v1alpha::FormState> LiveForm::Evaluate(const Filling& filling,
                                                      const logic::Environment& environment) const {
  return FormEvaluation(*this, filling, environment).Run();
}

}  // namespace lotse::survey
