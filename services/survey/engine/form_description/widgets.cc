#include "services/survey/engine/form_description/widgets.h"

#include <algorithm>
#include <initializer_list>

#include "absl/strings/string_view.h"
#include "services/survey/engine/appearance.h"
#include "services/survey/engine/question_kinds.h"

namespace lotse::survey {
namespace {

using v1alpha::FormItem;
using v1alpha::Question;

struct Look {
  absl::string_view appearance;
  FormItem::Widget widget;
};

// The first look whose word is in the appearance, else `otherwise`.
FormItem::Widget Looks(absl::string_view appearance, std::initializer_list<Look> looks,
                       FormItem::Widget otherwise) {
  const auto found = std::find_if(looks.begin(), looks.end(), [appearance](const Look& look) {
    return HasAppearance(appearance, look.appearance);
  });
  return found == looks.end() ? otherwise : found->widget;
}

FormItem::Widget OfNumber(const Question& question) {
  if (!question.has_scale()) return FormItem::WIDGET_NUMBER_FIELD;
  return Looks(question.appearance(), {{"rating", FormItem::WIDGET_RATING}},
               FormItem::WIDGET_SLIDER);
}

// Both are answered by one of the options of a list, whose order or name they share.
bool SameOptions(const Question& a, const Question& b) {
  if (!a.option_list().empty() || !b.option_list().empty()) {
    return a.option_list() == b.option_list();
  }
  return std::equal(a.options().begin(), a.options().end(), b.options().begin(), b.options().end(),
                    [](const auto& one, const auto& other) { return one.code() == other.code(); });
}

}  // namespace

bool IsTable(const Question& group) {
  const auto& questions = group.questions();
  if (group.kind() != Question::KIND_GROUP || questions.empty()) return false;
  const bool as_table = HasAppearance(group.appearance(), kTableAppearance);
  return std::all_of(questions.begin(), questions.end(), [&](const Question& question) {
    const bool in_columns = as_table || HasAppearance(question.appearance(), "label") ||
                            HasAppearance(question.appearance(), "list-nolabel");
    return in_columns && question.kind() == questions[0].kind() &&
           (question.kind() == Question::KIND_SINGLE_CHOICE ||
            question.kind() == Question::KIND_MULTIPLE_CHOICE) &&
           question.logic().option_filter().empty() && SameOptions(question, questions[0]);
  });
}

bool IsDrawn(Question::Kind kind) {
  return IsAnswered(kind) || HoldsQuestions(kind) || kind == Question::KIND_NOTE;
}

FormItem::Widget WidgetOf(const Question& question) {
  const std::string& look = question.appearance();
  switch (question.kind()) {
    case Question::KIND_SINGLE_CHOICE:
      return Looks(look,
                   {{"minimal", FormItem::WIDGET_DROPDOWN},
                    {"quick-minimal", FormItem::WIDGET_DROPDOWN},
                    {"autocomplete", FormItem::WIDGET_SEARCH},
                    {"search", FormItem::WIDGET_SEARCH},
                    {"likert", FormItem::WIDGET_LIKERT}},
                   FormItem::WIDGET_RADIO);
    case Question::KIND_MULTIPLE_CHOICE:
      return Looks(look,
                   {{"minimal", FormItem::WIDGET_DROPDOWN},
                    {"autocomplete", FormItem::WIDGET_SEARCH},
                    {"search", FormItem::WIDGET_SEARCH}},
                   FormItem::WIDGET_CHECKBOXES);
    case Question::KIND_MATRIX:
      return FormItem::WIDGET_MATRIX;
    case Question::KIND_INTEGER:
    case Question::KIND_DECIMAL:
      return OfNumber(question);
    case Question::KIND_TEXT:
      return Looks(look, {{"multiline", FormItem::WIDGET_TEXT_AREA}}, FormItem::WIDGET_TEXT_FIELD);
    case Question::KIND_FILE:
      return FormItem::WIDGET_FILE;
    case Question::KIND_DATE:
      return Looks(look, {{"year", FormItem::WIDGET_YEAR}, {"month-year", FormItem::WIDGET_MONTH}},
                   FormItem::WIDGET_DATE);
    case Question::KIND_TIME:
      return FormItem::WIDGET_TIME;
    case Question::KIND_DATE_TIME:
      return FormItem::WIDGET_DATE_TIME;
    case Question::KIND_RANKING:
      return FormItem::WIDGET_RANKING;
    case Question::KIND_NOTE:
      return FormItem::WIDGET_NOTE;
    case Question::KIND_ACKNOWLEDGEMENT:
      return FormItem::WIDGET_CONFIRM;
    case Question::KIND_GROUP:
      return IsTable(question) ? FormItem::WIDGET_MATRIX : FormItem::WIDGET_GROUP;
    case Question::KIND_REPEAT:
      return FormItem::WIDGET_REPEAT;
    default:
      return FormItem::WIDGET_UNSPECIFIED;
  }
}

}  // namespace lotse::survey
