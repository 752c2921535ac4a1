#pragma once

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// A question with a value, and where it stands.
struct PlacedQuestion {
  const v1alpha::Question* question = nullptr;
  // Number of its section, from 1.
  int section = 1;
  // The groups and repeats around it, from the outermost.
  std::vector<const v1alpha::Question*> around;

  // True if a response can have several values for it.
  bool repeated() const;
};

// All questions with a value, those in groups and repeats too, in the order in which they are
// asked. As long as the questionnaire is there.
std::vector<PlacedQuestion> QuestionsWithValue(const v1alpha::Instrument& instrument);

// Whether `holds` for one of all questions, of whatever kind, those in groups and repeats too.
bool AnyQuestion(const v1alpha::Instrument& instrument,
                 absl::FunctionRef<bool(const v1alpha::Question& question)> holds);

// The options of a question: its own, or those of its list. Empty if it has none.
const google::protobuf::RepeatedPtrField<v1alpha::Option>& OptionsOf(
    const v1alpha::Instrument& instrument, const v1alpha::Question& question);

// The list with this code; null if there is none.
const v1alpha::OptionList* FindList(const v1alpha::Instrument& instrument, absl::string_view code);

}  // namespace lotse::survey
