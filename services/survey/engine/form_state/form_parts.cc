#include "services/survey/engine/form_state/form_parts.h"

#include <algorithm>
#include <utility>

#include "absl/functional/function_ref.h"
#include "services/survey/engine/form_description/changing.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/logic/program/compile.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using logic::ElementId;
using logic::FormTree;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

void ForEachQuestion(const RepeatedPtrField<Question>& questions,
                     absl::FunctionRef<void(const Question& question)> use) {
  for (const Question& question : questions) {
    use(question);
    ForEachQuestion(question.questions(), use);
  }
}

void ForEachQuestion(const Instrument& instrument,
                     absl::FunctionRef<void(const Question& question)> use) {
  for (const InstrumentSection& section : instrument.sections()) {
    ForEachQuestion(section.questions(), use);
  }
}

class PartMaker {
 public:
  PartMaker(const Instrument& instrument, const FormTree& tree)
      : instrument_(instrument), tree_(tree), parts_(tree.elements().size()) {}

  std::vector<FormPart> Make() && {
    for (const InstrumentSection& section : instrument_.sections()) {
      if (const auto id = tree_.Find(section.code())) {
        parts_[*id].text = PipedText::Of(section.title(), tree_, *id);
      }
    }
    ForEachQuestion(instrument_, [this](const Question& question) { Add(question); });
    return std::move(parts_);
  }

 private:
  void Add(const Question& question) {
    const auto id = tree_.Find(question.code());
    if (!id) return;
    FormPart& part = parts_[*id];
    part.question = &question;
    const bool matrix = question.kind() == Question::KIND_MATRIX;
    part.kind = matrix ? Question::KIND_GROUP : question.kind();
    part.text = PipedText::Of(question.text(), tree_, *id);
    part.hint = PipedText::Of(question.hint(), tree_, *id);
    part.guidance = PipedText::Of(question.guidance(), tree_, *id);
    part.counted = !question.logic().repeat_count().empty();
    if (!matrix) AddAnswered(question, *id);
    for (const Item& item : question.items()) {
      const auto inner = tree_.Find(item.code());
      if (!inner) continue;
      parts_[*inner].question = &question;
      parts_[*inner].kind = Question::KIND_SINGLE_CHOICE;
      parts_[*inner].text = PipedText::Of(item.text(), tree_, *inner);
      AddAnswered(question, *inner);
    }
  }

  void AddAnswered(const Question& question, ElementId id) {
    FormPart& part = parts_[id];
    part.constraint_message = PipedText::Of(question.logic().constraint_message(), tree_, id);
    part.required_message = PipedText::Of(question.logic().required_message(), tree_, id);
    part.shuffled = question.has_randomization();
    part.options_change = OptionsChange(instrument_, question);
    if (!part.options_change) return;
    const auto& options = OptionsOf(instrument_, question);
    const bool named = std::any_of(options.begin(), options.end(), [](const Option& option) {
      return MayNameAnswers(option.label());
    });
    for (int i = 0; named && i < options.size(); ++i) {
      part.labels.push_back(PipedText::Of(options[i].label(), tree_, id));
    }
    if (question.randomization().seed().empty()) return;
    auto seed = logic::Compile(question.randomization().seed(), tree_, {id, logic::kNone});
    if (seed.ok()) part.seed = *std::move(seed);
  }

  const Instrument& instrument_;
  const FormTree& tree_;
  std::vector<FormPart> parts_;
};

}  // namespace

std::vector<FormPart> PartsOf(const Instrument& instrument, const FormTree& tree) {
  return PartMaker(instrument, tree).Make();
}

std::vector<const RepeatedPtrField<Option>*> OptionsByList(const Instrument& instrument,
                                                           const FormTree& tree) {
  std::vector<const RepeatedPtrField<Option>*> options(tree.lists().size());
  for (const v1alpha::OptionList& list : instrument.option_lists()) {
    if (const auto id = tree.FindList(list.code())) options[*id] = &list.options();
  }
  ForEachQuestion(instrument, [&](const Question& question) {
    if (question.options().empty()) return;
    const std::string& code = question.items().empty() ? question.code() : question.items(0).code();
    const auto id = tree.Find(code);
    if (id && tree.element(*id).list != logic::kNone) {
      options[tree.element(*id).list] = &question.options();
    }
  });
  return options;
}

}  // namespace lotse::survey
