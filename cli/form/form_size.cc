#include "cli/form/form_size.h"

#include <algorithm>

namespace lotse::cli {
namespace {

using survey::v1alpha::Instrument;
using survey::v1alpha::Option;
using survey::v1alpha::Question;
using survey::v1alpha::QuestionLogic;

class Counter {
 public:
  FormSize Count(const Instrument& instrument) {
    size_.sections = instrument.sections_size();
    AddExpression(instrument.response_title());
    for (const auto& section : instrument.sections()) {
      AddText(section.title());
      AddExpression(section.relevant());
      for (const Question& question : section.questions()) AddQuestion(question);
    }
    for (const auto& list : instrument.option_lists()) AddOptions(list.options());
    // Sources have a title in no language, which is taken for one in the language that was asked
    // for: it says something only where nothing else does.
    if (size_.languages.empty()) AddText(instrument.title());
    return size_;
  }

 private:
  void AddQuestion(const Question& question) {
    const Question::Kind kind = question.kind();
    ++size_.kinds[kind];
    if (kind != Question::KIND_GROUP && kind != Question::KIND_REPEAT &&
        kind != Question::KIND_NOTE) {
      ++size_.questions;
    }
    AddText(question.text());
    AddText(question.hint());
    AddOptions(question.options());
    for (const auto& item : question.items()) AddText(item.text());
    AddLogic(question.logic());
    AddExpression(question.randomization().seed());
    for (const Question& inner : question.questions()) AddQuestion(inner);
  }

  void AddLogic(const QuestionLogic& logic) {
    for (const std::string* expression :
         {&logic.relevant(), &logic.constraint(), &logic.required_if(), &logic.calculation(),
          &logic.initial_value(), &logic.read_only_if(), &logic.repeat_count(),
          &logic.option_filter()}) {
      AddExpression(*expression);
    }
  }

  void AddExpression(const std::string& expression) {
    if (!expression.empty()) ++size_.expressions;
  }

  void AddOptions(const google::protobuf::RepeatedPtrField<Option>& options) {
    for (const Option& option : options) AddText(option.label());
  }

  void AddText(const lotse::type::v1alpha::Text& text) {
    for (const auto& variant : text.variants()) {
      auto& all = size_.languages;
      if (!variant.language().empty() &&
          std::find(all.begin(), all.end(), variant.language()) == all.end()) {
        all.push_back(variant.language());
      }
    }
  }

  FormSize size_;
};

}  // namespace

FormSize SizeOf(const Instrument& instrument) { return Counter().Count(instrument); }

}  // namespace lotse::cli
