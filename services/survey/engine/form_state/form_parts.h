#pragma once

#include <optional>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/engine/form_state/piped_text.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/program/program.h"

namespace lotse::survey {

// What is told of an element of a questionnaire, as far as it is known beforehand.
struct FormPart {
  // The question, or that of which it is an item; null for a section.
  const v1alpha::Question* question = nullptr;
  // The kind of the question; GROUP for a section and a matrix.
  v1alpha::Question::Kind kind = v1alpha::Question::KIND_GROUP;
  // Texts that name answers.
  std::optional<PipedText> text;
  std::optional<PipedText> hint;
  std::optional<PipedText> guidance;
  std::optional<PipedText> constraint_message;
  std::optional<PipedText> required_message;
  bool options_change = false;
  // By option; empty if none of them names answers.
  std::vector<std::optional<PipedText>> labels;
  // Options in an order that is drawn; without `seed` from the key of the response.
  bool shuffled = false;
  std::optional<logic::Program> seed;
  // A repeat whose instances are counted by an expression.
  bool counted = false;
};

// By element of `tree`, which FormTreeOf made of `instrument`. As long as both are there.
std::vector<FormPart> PartsOf(const v1alpha::Instrument& instrument, const logic::FormTree& tree);

// By list of `tree` its options. As long as `instrument` is there.
std::vector<const google::protobuf::RepeatedPtrField<v1alpha::Option>*> OptionsByList(
    const v1alpha::Instrument& instrument, const logic::FormTree& tree);

}  // namespace lotse::survey
