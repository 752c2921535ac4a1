#include "services/survey/engine/question_tree.h"

#include <algorithm>

#include "services/survey/engine/question_kinds.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Option;
using v1alpha::OptionList;
using v1alpha::Question;

void Collect(const RepeatedPtrField<Question>& questions, PlacedQuestion& place,
             std::vector<PlacedQuestion>& out) {
  for (const Question& question : questions) {
    if (HoldsQuestions(question.kind())) {
      place.around.push_back(&question);
      Collect(question.questions(), place, out);
      place.around.pop_back();
    } else if (HasValue(question.kind())) {
      out.push_back(place);
      out.back().question = &question;
    }
  }
}

bool Any(const RepeatedPtrField<Question>& questions,
         absl::FunctionRef<bool(const Question& question)> holds) {
  return std::any_of(questions.begin(), questions.end(), [&](const Question& question) {
    return holds(question) || Any(question.questions(), holds);
  });
}

}  // namespace

bool PlacedQuestion::repeated() const {
  return std::any_of(around.begin(), around.end(),
                     [](const Question* one) { return one->kind() == Question::KIND_REPEAT; });
}

std::vector<PlacedQuestion> QuestionsWithValue(const Instrument& instrument) {
  std::vector<PlacedQuestion> out;
  PlacedQuestion place;
  for (const InstrumentSection& section : instrument.sections()) {
    Collect(section.questions(), place, out);
    ++place.section;
  }
  return out;
}

bool AnyQuestion(const Instrument& instrument,
                 absl::FunctionRef<bool(const Question& question)> holds) {
  const auto& sections = instrument.sections();
  return std::any_of(sections.begin(), sections.end(), [&](const InstrumentSection& section) {
    return Any(section.questions(), holds);
  });
}

const RepeatedPtrField<Option>& OptionsOf(const Instrument& instrument, const Question& question) {
  if (question.option_list().empty()) return question.options();
  const OptionList* const list = FindList(instrument, question.option_list());
  return list == nullptr ? question.options() : list->options();
}

const OptionList* FindList(const Instrument& instrument, absl::string_view code) {
  const auto& lists = instrument.option_lists();
  const auto found = std::find_if(lists.begin(), lists.end(),
                                  [&](const OptionList& list) { return list.code() == code; });
  return found == lists.end() ? nullptr : &*found;
}

}  // namespace lotse::survey
