#include "services/survey/engine/form_description/description.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "services/survey/engine/form_description/form_items.h"
#include "services/survey/engine/form_description/form_pages.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/engine/wording.h"

namespace lotse::survey {
namespace {

using type::v1alpha::Text;
using v1alpha::FormDescription;
using v1alpha::FormHeading;
using v1alpha::FormPage;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Question;

void SetLanguages(const Instrument& instrument, FormDescription* form) {
  absl::flat_hash_set<std::string> there;
  const auto add = [&](const Text& text) {
    for (const Text::Variant& variant : text.variants()) {
      if (there.insert(variant.language()).second) form->add_languages(variant.language());
    }
  };
  add(instrument.title());
  AnyQuestion(instrument, [&add](const Question& question) {
    add(question.text());
    return false;  // All of them.
  });
}

void AddHeading(const std::string& code, const Text& text, absl::string_view language,
                FormPage* page) {
  if (text.variants().empty()) return;
  FormHeading* const heading = page->add_headings();
  heading->set_code(code);
  *heading->mutable_text() = TextIn(text, language);
}

}  // namespace

FormDescription Describe(const Instrument& instrument, absl::string_view language) {
  FormDescription form;
  form.set_instrument(instrument.name());
  form.set_content_sha256(instrument.content_sha256());
  form.set_version(instrument.version());
  *form.mutable_title() = TextIn(instrument.title(), language);
  SetLanguages(instrument, &form);
  const FormItems items(instrument, language);
  for (const FormPagePlan& plan : PagesOf(instrument)) {
    FormPage* const page = form.add_pages();
    page->set_section(plan.section);
    const InstrumentSection& section = instrument.sections(plan.section - 1);
    AddHeading(section.code(), section.title(), language, page);
    for (const Question* group : plan.around) {
      AddHeading(group->code(), group->text(), language, page);
    }
    for (const Question* question : plan.questions) items.Set(*question, page->add_items());
  }
  return form;
}

}  // namespace lotse::survey
