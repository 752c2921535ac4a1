#include "services/survey/engine/form_description/changing.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "services/survey/engine/question_tree.h"

namespace lotse::survey {

bool MayNameAnswers(const type::v1alpha::Text& text) {
  return std::any_of(text.variants().begin(), text.variants().end(),
                     [](const auto& variant) { return absl::StrContains(variant.text(), "${"); });
}

bool OptionsChange(const v1alpha::Instrument& instrument, const v1alpha::Question& question) {
  if (!question.logic().option_filter().empty() || question.has_randomization()) return true;
  const auto& options = OptionsOf(instrument, question);
  return std::any_of(options.begin(), options.end(),
                     [](const v1alpha::Option& option) { return MayNameAnswers(option.label()); });
}

}  // namespace lotse::survey
