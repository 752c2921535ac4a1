#include "services/survey/analysis/tables/variables.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/survey/analysis/classes.h"
#include "services/survey/engine/flat_instrument.h"

namespace lotse::survey::tables {
namespace {

using type::v1alpha::Text;
using v1alpha::Item;
using v1alpha::Question;
using v1alpha::TableCategory;
using v1alpha::TableVariable;

TableVariable::Kind KindOf(const Question& question) {
  switch (question.kind()) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MATRIX:
      return TableVariable::KIND_SINGLE;
    case Question::KIND_MULTIPLE_CHOICE:
      return TableVariable::KIND_MULTIPLE;
    case Question::KIND_INTEGER:
      return question.class_bounds().empty() ? TableVariable::KIND_UNSPECIFIED
                                             : TableVariable::KIND_CLASSES;
    default:
      return TableVariable::KIND_UNSPECIFIED;
  }
}

SpanVariable MakeVariable(std::size_t position, const Question& question, const Item* item) {
  SpanVariable variable{position, &question, item, KindOf(question), {}, {}};
  for (const auto& option : question.options()) variable.answers.push_back(option.code());
  if (variable.kind != TableVariable::KIND_CLASSES) return variable;
  for (int index = 0; index <= question.class_bounds_size(); ++index) {
    if (!IsPossibleClass(question, index)) continue;
    variable.answers.push_back(ClassCode(question, index));
    variable.classes.push_back(index);
  }
  return variable;
}

Text InBoth(const char* german, const char* english) {
  Text text;
  const auto add = [&](const char* language, const char* wording) {
    Text::Variant* variant = text.add_variants();
    variant->set_language(language);
    variant->set_text(wording);
  };
  add("de", german);
  add("en", english);
  return text;
}

Text OtherLabel(TableCategory::Kind kind) {
  switch (kind) {
    case TableCategory::KIND_NO_ANSWER:
      return InBoth("keine Angabe", "no answer");
    case TableCategory::KIND_NOT_ASKED:
      return InBoth("nicht gefragt", "not asked");
    case TableCategory::KIND_NOT_REACHED:
      return InBoth("nicht erreicht", "not reached");
    case TableCategory::KIND_NONE_TICKED:
      return InBoth("nichts angekreuzt", "nothing ticked");
    default:
      return {};
  }
}

}  // namespace

int SpanVariable::AnswerOf(absl::string_view answer) const {
  const auto found = std::find(answers.begin(), answers.end(), answer);
  return found == answers.end() ? -1 : static_cast<int>(found - answers.begin());
}

TableVariables::TableVariables(const v1alpha::Instrument& instrument)
    : instrument_(FlatInstrument(instrument)), compiled_(instrument) {
  // Whom an expression asks, or what was answered to it, is in no table: so nothing of that
  // protects a table of it, or of what is asked because of it.
  absl::flat_hash_set<absl::string_view> by_expression;
  const auto add = [&](const Question& question, const Item* item) {
    const std::size_t position = questions_.size();
    questions_.push_back(&question);
    place_.push_back(-1);
    const bool is_told = std::none_of(
        question.relevant_if().begin(), question.relevant_if().end(),
        [&](const v1alpha::Condition& one) { return by_expression.contains(one.code()); });
    if (!is_told || !question.logic().relevant().empty()) {
      by_expression.insert(item == nullptr ? question.code() : item->code());
      return;
    }
    if (KindOf(question) == TableVariable::KIND_UNSPECIFIED) return;
    SpanVariable variable = MakeVariable(position, question, item);
    // Nothing can be chosen: the limits of a number exclude all of its classes.
    if (variable.answers.empty()) return;
    place_.back() = static_cast<int>(all_.size());
    by_code_.try_emplace(variable.code(), all_.size());
    all_.push_back(std::move(variable));
  };
  for (const auto& section : instrument_.sections()) {
    for (const Question& question : section.questions()) {
      if (question.kind() != Question::KIND_MATRIX) add(question, nullptr);
      for (const Item& item : question.items()) add(question, &item);
    }
  }
}

const SpanVariable* TableVariables::Find(absl::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &all_[found->second];
}

const SpanVariable* TableVariables::At(std::size_t position) const {
  return place_[position] < 0 ? nullptr : &all_[static_cast<std::size_t>(place_[position])];
}

TableCategory AnswerCategory(const SpanVariable& variable, int answer) {
  TableCategory category;
  category.set_code(variable.answers[static_cast<std::size_t>(answer)]);
  if (variable.kind == TableVariable::KIND_CLASSES) {
    *category.mutable_label() =
        ClassLabel(*variable.question, variable.classes[static_cast<std::size_t>(answer)]);
  } else {
    *category.mutable_label() = variable.question->options(answer).label();
  }
  return category;
}

TableCategory OtherCategory(TableCategory::Kind kind) {
  TableCategory category;
  category.set_kind(kind);
  *category.mutable_label() = OtherLabel(kind);
  return category;
}

TableVariable Describe(const SpanVariable& variable, const TableVariables& variables) {
  TableVariable shown;
  shown.set_code(variable.code());
  shown.set_kind(variable.kind);
  *shown.mutable_question() = variable.question->text();
  if (variable.item != nullptr) *shown.mutable_item() = variable.item->text();
  for (std::size_t answer = 0; answer < variable.answers.size(); ++answer) {
    *shown.add_categories() = AnswerCategory(variable, static_cast<int>(answer));
  }
  const bool conditional = !variable.question->relevant_if().empty();
  const auto add = [&](TableCategory::Kind kind) { *shown.add_categories() = OtherCategory(kind); };
  if (variable.is_multiple()) add(TableCategory::KIND_NONE_TICKED);
  add(TableCategory::KIND_NO_ANSWER);
  if (conditional) add(TableCategory::KIND_NOT_ASKED);
  if (variables.compiled().variables()[variable.position].section > 1) {
    add(TableCategory::KIND_NOT_REACHED);
  }
  shown.set_special_category(variable.question->special_category());
  shown.set_conditional(conditional);
  return shown;
}

}  // namespace lotse::survey::tables
