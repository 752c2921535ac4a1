#include "services/survey/engine/row_answers.h"

#include <algorithm>
#include <utility>

#include "services/survey/engine/relevance.h"
#include "services/survey/engine/response_row.h"

namespace lotse::survey {

using v1alpha::Question;

RowAnswers::RowAnswers(std::shared_ptr<const CompiledInstrument> instrument)
    : instrument_(std::move(instrument)) {
  const auto variables = instrument_->variables();
  has_conditions_ = std::any_of(variables.begin(), variables.end(), [](const Variable& variable) {
    return !variable.relevant_if.empty();
  });
  values_.resize(variables.size());
  // Where nothing depends on anything it stays so.
  asked_.assign(variables.size(), true);
}

bool RowAnswers::Read(absl::string_view row) {
  auto reader = RowReader::Open(*instrument_, row);
  if (!reader.has_value()) return false;
  broke_off_section_ = reader->broke_off_section();
  answered_.assign(values_.size(), false);
  RowValue value;
  RowReader::Step step;
  while ((step = reader->Next(&value)) == RowReader::Step::kValue) {
    answered_[value.variable] = true;
    values_[value.variable] = value;
  }
  if (step != RowReader::Step::kEnd) return false;
  if (instrument_->logic() != nullptr) return FindAskedByProgram(row);
  if (has_conditions_) {
    FindAsked(
        *instrument_, [&](std::size_t variable) -> bool { return answered_[variable]; },
        [&](const CompiledCondition& condition) { return Chosen(condition); }, &asked_);
  }
  return true;
}

// What was computed stands in the row, so that neither clock nor chance is asked again.
bool RowAnswers::FindAskedByProgram(absl::string_view row) {
  const auto answers = DecodeResponseRow(*instrument_, row);
  if (!answers.has_value()) return false;
  const logic::FormProgram& program = *instrument_->logic();
  FormAnswers& form = form_.emplace(program.tree());
  if (!form.Add(*answers) || !program.FindRelevant(&form.instance(), {}).ok()) return false;
  v1alpha::Answer answer;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    answer.set_code(instrument_->variables()[i].code);
    asked_[i] = form.instance().relevant(*form.NodeOf(answer));
  }
  return true;
}

bool RowAnswers::asked(const std::string& code, absl::Span<const std::int32_t> instances) const {
  v1alpha::Answer answer;
  answer.set_code(code);
  answer.mutable_instances()->Assign(instances.begin(), instances.end());
  const auto node = form_ ? form_->NodeOf(answer) : std::nullopt;
  if (!node) return false;
  // Of a repeat it is the node that it is in.
  return form_->instance().relevant(*node);
}

bool RowAnswers::Chosen(const CompiledCondition& condition) const {
  const Variable& variable = instrument_->variables()[condition.variable];
  const RowValue& value = values_[condition.variable];
  return std::any_of(condition.options.begin(), condition.options.end(), [&](const auto& code) {
    const auto option = variable.options->Position(code);
    if (!option.has_value()) return false;
    return variable.kind == Question::KIND_MULTIPLE_CHOICE ? HasBit(value.chosen, *option)
                                                           : value.option == *option;
  });
}

}  // namespace lotse::survey
