#include "services/survey/engine/form_description/form_pages.h"

#include <algorithm>
#include <utility>

#include "services/survey/engine/appearance.h"
#include "services/survey/engine/form_description/widgets.h"
#include "services/survey/engine/question_kinds.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Question;

constexpr absl::string_view kOnOnePage = "field-list";

bool HasSomethingDrawn(const Question& question) {
  if (!HoldsQuestions(question.kind())) return IsDrawn(question.kind());
  const auto& inner = question.questions();
  return std::any_of(inner.begin(), inner.end(), HasSomethingDrawn);
}

class PageMaker {
 public:
  explicit PageMaker(const Instrument& instrument)
      : turned_(HasAppearance(instrument.style(), "pages")) {}

  void Add(const InstrumentSection& section) {
    ++section_;
    if (turned_ && !HasAppearance(section.appearance(), kOnOnePage)) {
      AddEach(section.questions());
      return;
    }
    FormPagePlan page;
    for (const Question& question : section.questions()) {
      if (HasSomethingDrawn(question)) page.questions.push_back(&question);
    }
    Take(std::move(page));
  }

  std::vector<FormPagePlan> pages() && { return std::move(pages_); }

 private:
  // Each question by itself; a repeat, a table and a group that is on one page are whole.
  void AddEach(const RepeatedPtrField<Question>& questions) {
    for (const Question& question : questions) {
      if (!HasSomethingDrawn(question)) continue;
      const bool whole = question.kind() != Question::KIND_GROUP || IsTable(question) ||
                         HasAppearance(question.appearance(), kOnOnePage);
      if (whole) {
        FormPagePlan page;
        page.questions.push_back(&question);
        Take(std::move(page));
        continue;
      }
      around_.push_back(&question);
      AddEach(question.questions());
      around_.pop_back();
    }
  }

  void Take(FormPagePlan page) {
    if (page.questions.empty()) return;
    page.section = section_;
    page.around = around_;
    pages_.push_back(std::move(page));
  }

  const bool turned_;
  int section_ = 0;
  std::vector<const Question*> around_;
  std::vector<FormPagePlan> pages_;
};

}  // namespace

std::vector<FormPagePlan> PagesOf(const Instrument& instrument) {
  PageMaker maker(instrument);
  for (const InstrumentSection& section : instrument.sections()) maker.Add(section);
  return std::move(maker).pages();
}

}  // namespace lotse::survey
