#include "services/survey/engine/compiled_instrument.h"

#include <utility>

namespace lotse::survey {

using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

OptionCodes::OptionCodes(const Question& question) {
  codes_.reserve(question.options_size());
  positions_.reserve(question.options_size());
  for (const Option& option : question.options()) {
    positions_.emplace(option.code(), codes_.size());
    codes_.push_back(option.code());
  }
}

std::optional<std::size_t> OptionCodes::Position(absl::string_view code) const {
  const auto found = positions_.find(code);
  if (found == positions_.end()) return std::nullopt;
  return found->second;
}

CompiledInstrument::CompiledInstrument(const Instrument& instrument) {
  for (const InstrumentSection& section : instrument.sections()) {
    ++sections_;
    for (const Question& question : section.questions()) {
      Variable variable;
      variable.code = question.code();
      variable.section = sections_;
      variable.kind = question.kind();
      variable.required = question.required();
      variable.options = std::make_shared<const OptionCodes>(question);
      if (question.has_minimum()) variable.minimum = question.minimum();
      if (question.has_maximum()) variable.maximum = question.maximum();
      if (question.maximum_bytes() > 0) variable.maximum_bytes = question.maximum_bytes();
      variable.media_types.assign(question.media_types().begin(), question.media_types().end());
      if (question.maximum_file_bytes() > 0) {
        variable.maximum_file_bytes = question.maximum_file_bytes();
      }
      takes_files_ |= question.kind() == Question::KIND_FILE;
      for (const Condition& condition : question.relevant_if()) {
        variable.relevant_if.push_back({positions_.at(condition.code()),
                                        condition.test(),
                                        {condition.options().begin(), condition.options().end()}});
      }
      if (question.kind() != Question::KIND_MATRIX) {
        Add(std::move(variable));
        continue;
      }
      matrix_codes_.insert(question.code());
      for (const Item& item : question.items()) {
        variable.code = item.code();
        Add(variable);
      }
    }
  }
}

std::optional<std::size_t> CompiledInstrument::Position(absl::string_view code) const {
  const auto found = positions_.find(code);
  if (found == positions_.end()) return std::nullopt;
  return found->second;
}

void CompiledInstrument::Add(Variable variable) {
  positions_.emplace(variable.code, variables_.size());
  variables_.push_back(std::move(variable));
}

}  // namespace lotse::survey
