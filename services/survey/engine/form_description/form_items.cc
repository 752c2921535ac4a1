#include "services/survey/engine/form_description/form_items.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/form_description/changing.h"
#include "services/survey/engine/form_description/widgets.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/engine/wording.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using type::v1alpha::Text;
using v1alpha::FormItem;
using v1alpha::Media;
using v1alpha::Option;
using v1alpha::Question;

bool IsGerman(absl::string_view language) {
  return absl::EqualsIgnoreCase(language.substr(0, language.find('-')), "de");
}

}  // namespace

void FormItems::Set(const Question& question, FormItem* item) const {
  item->set_code(question.code());
  item->set_kind(question.kind());
  item->set_widget(WidgetOf(question));
  item->set_appearance(question.appearance());
  SetTexts(question, item);
  SetMedia(question.media(), item);
  SetLimits(question, item);
  if (item->widget() == FormItem::WIDGET_MATRIX) return SetRows(question, item);
  if (HasOptions(question.kind())) SetOptions(question, item);
  for (const Question& inner : question.questions()) {
    if (IsDrawn(inner.kind())) Set(inner, item->add_items());
  }
  if (question.kind() == Question::KIND_REPEAT) SetLabels(question, item);
}

void FormItems::SetTexts(const Question& question, FormItem* item) const {
  const auto set = [this](const Text& text, Text* (FormItem::*field)(), FormItem* to) {
    if (!text.variants().empty()) *(to->*field)() = TextIn(text, language_);
  };
  set(question.text(), &FormItem::mutable_text, item);
  set(question.hint(), &FormItem::mutable_hint, item);
  set(question.guidance(), &FormItem::mutable_guidance, item);
}

void FormItems::SetLimits(const Question& question, FormItem* item) const {
  if (question.has_minimum()) item->set_minimum(question.minimum());
  if (question.has_maximum()) item->set_maximum(question.maximum());
  if (question.has_scale()) *item->mutable_scale() = question.scale();
  if (question.kind() == Question::KIND_TEXT) {
    item->set_maximum_bytes(question.maximum_bytes() > 0 ? question.maximum_bytes()
                                                         : kDefaultMaximumBytes);
  }
  if (question.kind() != Question::KIND_FILE) return;
  *item->mutable_media_types() = question.media_types();
  item->set_maximum_file_bytes(question.maximum_file_bytes() > 0
                                   ? question.maximum_file_bytes()
                                   : static_cast<int>(kDefaultMaximumFileBytes));
}

void FormItems::SetOptions(const Question& question, FormItem* item) const {
  for (const Option& option : OptionsOf(instrument_, question)) {
    v1alpha::FormOption* const shown = item->add_options();
    shown->set_code(option.code());
    *shown->mutable_label() = TextIn(option.label(), language_);
    SetMedia(option.media(), shown);
  }
  item->set_options_change(OptionsChange(instrument_, question));
}

void FormItems::SetRows(const Question& question, FormItem* item) const {
  if (question.kind() == Question::KIND_MATRIX) {
    SetOptions(question, item);
    for (const v1alpha::Item& one : question.items()) {
      FormItem* const row = item->add_rows();
      row->set_code(one.code());
      row->set_kind(Question::KIND_SINGLE_CHOICE);
      row->set_widget(FormItem::WIDGET_RADIO);
      *row->mutable_text() = TextIn(one.text(), language_);
    }
    return;
  }
  // The options stand above all, and each row is a question.
  SetOptions(question.questions(0), item);
  for (const Question& inner : question.questions()) {
    FormItem* const row = item->add_rows();
    Set(inner, row);
    row->clear_options();
  }
}

void FormItems::SetLabels(const Question& question, FormItem* item) const {
  // In the languages that the title of the repeat has; one without a title in those of the
  // questionnaire.
  const bool titled = !question.text().variants().empty();
  const Text titles = TextIn(titled ? question.text() : instrument_.title(), language_);
  for (const Text::Variant& title : titles.variants()) {
    const std::string name = titled ? title.text() : "";
    Text::Variant* const add = item->mutable_add_label()->add_variants();
    Text::Variant* const remove = item->mutable_remove_label()->add_variants();
    for (Text::Variant* const label : {add, remove}) {
      label->set_language(title.language());
      label->set_plain_language(title.plain_language());
    }
    if (IsGerman(title.language())) {
      add->set_text(titled ? absl::StrCat("Hinzufügen: ", name) : "Hinzufügen");
      remove->set_text(titled ? absl::StrCat("Entfernen: ", name) : "Entfernen");
    } else {
      add->set_text(titled ? absl::StrCat("Add: ", name) : "Add");
      remove->set_text(titled ? absl::StrCat("Remove: ", name) : "Remove");
    }
  }
}

template <typename Shown>
void FormItems::SetMedia(const RepeatedPtrField<Media>& media, Shown* shown) const {
  for (const Media& one : media) {
    const bool fits = language_.empty() || one.language().empty() ||
                      absl::EqualsIgnoreCase(one.language(), language_);
    if (fits) *shown->add_media() = one;
  }
}

}  // namespace lotse::survey
