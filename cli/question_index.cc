#include "cli/question_index.h"

#include <algorithm>

namespace lotse::cli {

using survey::v1alpha::Instrument;
using survey::v1alpha::Option;
using survey::v1alpha::OptionList;
using survey::v1alpha::Question;

bool IndexedQuestion::HasOption(absl::string_view code) const {
  return std::any_of(options->begin(), options->end(),
                     [&](const Option& option) { return option.code() == code; });
}

QuestionIndex::QuestionIndex(const Instrument& instrument) : instrument_(instrument) {
  for (const auto& section : instrument.sections()) {
    IndexedQuestion around;
    around.conditional = !section.relevant().empty();
    for (const Question& question : section.questions()) Add(question, around);
  }
}

const IndexedQuestion* QuestionIndex::Find(const std::string& code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &found->second;
}

void QuestionIndex::Add(const Question& question, IndexedQuestion around) {
  IndexedQuestion entry = std::move(around);
  entry.question = &question;
  entry.options = &question.options();
  for (const OptionList& list : instrument_.option_lists()) {
    if (!question.option_list().empty() && list.code() == question.option_list()) {
      entry.options = &list.options();
    }
  }
  if (!question.relevant_if().empty() || !question.logic().relevant().empty()) {
    entry.conditional = true;
  }
  codes_.push_back(question.code());
  by_code_[question.code()] = entry;
  for (const auto& item : question.items()) {
    IndexedQuestion of_item = entry;
    of_item.is_item = true;
    codes_.push_back(item.code());
    by_code_[item.code()] = of_item;
  }
  if (question.kind() == Question::KIND_REPEAT) entry.repeats.push_back(question.code());
  for (const Question& inner : question.questions()) Add(inner, entry);
}

}  // namespace lotse::cli
