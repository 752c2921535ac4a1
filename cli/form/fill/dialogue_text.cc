// What a dialogue shows.
#include "absl/strings/str_cat.h"
#include "cli/engagement/words.h"
#include "cli/form/fill/dialogue.h"
#include "cli/form/question_text.h"
#include "cli/text.h"
#include "services/survey/engine/form_description/changing.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Answer;
using survey::v1alpha::FormViolation;
using survey::v1alpha::Instrument;
using survey::v1alpha::InstrumentSection;
using survey::v1alpha::Question;

bool Holds(const google::protobuf::RepeatedPtrField<Question>& questions, const Question* wanted) {
  for (const Question& question : questions) {
    if (&question == wanted || Holds(question.questions(), wanted)) return true;
  }
  return false;
}

// Place of the section that a stop is in, or is.
int SectionOf(const Instrument& instrument, const FormStop& stop) {
  for (int i = 0; i < instrument.sections_size(); ++i) {
    const InstrumentSection& section = instrument.sections(i);
    if (stop.question == nullptr ? section.code() == stop.place().code()
                                 : Holds(section.questions(), stop.question->question)) {
      return i;
    }
  }
  return -1;
}

}  // namespace

void Dialogue::ShowSection(const FormStop& stop) {
  const int section = SectionOf(session_.instrument(), stop);
  if (section < 0 || section == section_) return;
  section_ = section;
  const std::string title = Wording(session_.instrument().sections(section).title());
  page_.Line("");
  page_.Add(0, absl::StrCat("== ", section + 1, "  "), absl::StrCat(title, " =="));
  Flush();
}

// Headings, notes, and answers that cannot be changed.
void Dialogue::ShowText(const FormStop& stop) {
  if (stop.question == nullptr) return;  // A section, which is shown already.
  const std::string number = words_.numbering().Of(stop.place().code());
  page_.Gap();
  page_.Add(0, number.empty() ? "" : absl::StrCat(number, "  "), TextOf(stop));
  if (const Answer* const answer = session_.AnswerAt(stop.place());
      answer != nullptr && stop.kind == FormStop::Kind::kText) {
    page_.Add(2, "= ", TypedText(*answer, OptionsAt(stop)));
  }
  Flush();
}

void Dialogue::ShowQuestion(const FormStop& stop) {
  const Question& question = *stop.question->question;
  std::string lead = words_.numbering().Of(stop.place().code());
  if (!stop.place().instances().empty()) {
    absl::StrAppend(&lead, " (", stop.place().instances(stop.place().instances_size() - 1), ")");
  }
  page_.Gap();
  page_.Add(0, absl::StrCat(lead, "  "),
            absl::StrCat(TextOf(stop), stop.element.required() ? " *" : ""));
  const auto& element = stop.element;
  page_.Add(2, "", Wording(element.has_hint() ? element.hint() : question.hint()));
  page_.Add(2, "", Wording(element.has_guidance() ? element.guidance() : question.guidance()));
  const std::vector<ShownOption> options = OptionsAt(stop);
  for (std::size_t i = 0; i < options.size(); ++i) {
    page_.Add(2, absl::StrCat(i + 1, ") "), options[i].label);
  }
  const std::string expected = ExpectedAnswer(question, own_);
  if (!expected.empty()) page_.Add(2, "", absl::StrCat("(", expected, ")"));
  if (question.kind() == Question::KIND_MULTIPLE_CHOICE) {
    page_.Add(2, "",
              Own("(mehrere mit Leerzeichen dazwischen)", "(several with spaces between them)"));
  } else if (question.kind() == Question::KIND_RANKING) {
    page_.Add(2, "",
              Own("(alle in ihrer Reihenfolge, mit Leerzeichen dazwischen)",
                  "(all in their order, with spaces between them)"));
  } else if (question.kind() == Question::KIND_ACKNOWLEDGEMENT) {
    page_.Add(2, "", "(OK)");
  }
  if (const Answer* const answer = session_.AnswerAt(stop.place())) {
    page_.Add(2, Own("bisher: ", "so far: "), TypedText(*answer, options));
  }
  Flush();
}

std::vector<ShownOption> Dialogue::OptionsAt(const FormStop& stop) const {
  std::vector<ShownOption> shown;
  const auto add = [&](const std::string& code, const lotse::type::v1alpha::Text* label) {
    std::string text = label == nullptr ? "" : Wording(*label);
    shown.push_back({code, text.empty() ? code : text});
  };
  const auto& all = *stop.question->options;
  if (!survey::OptionsChange(session_.instrument(), *stop.question->question)) {
    for (const auto& option : all) add(option.code(), &option.label());
    return shown;
  }
  for (const auto& offered : stop.element.options()) {
    const lotse::type::v1alpha::Text* label = offered.has_label() ? &offered.label() : nullptr;
    for (const auto& option : all) {
      if (label == nullptr && option.code() == offered.code()) label = &option.label();
    }
    add(offered.code(), label);
  }
  return shown;
}

std::string Dialogue::TextOf(const FormStop& stop) const {
  if (stop.element.has_text()) return Wording(stop.element.text());
  if (stop.question == nullptr) return "";
  const Question& question = *stop.question->question;
  if (!stop.question->is_item) return Wording(question.text());
  for (const auto& item : question.items()) {
    if (item.code() == stop.place().code()) return Wording(item.text());
  }
  return "";
}

std::string Dialogue::Wording(const lotse::type::v1alpha::Text& text) const {
  return PickWording(text, setting_.language);
}

std::string Dialogue::Objection(const FormStop& stop) const {
  const Question& question = *stop.question->question;
  for (const FormViolation& violation : session_.state().violations()) {
    if (!SamePlace(violation.place(), stop.place())) continue;
    const std::string message = Wording(violation.message());
    switch (violation.kind()) {
      case FormViolation::KIND_CONSTRAINT:
        if (!message.empty()) return message;
        return absl::StrCat(Own("Nicht zulässig; verlangt ist: ", "Not allowed; wanted is: "),
                            words_.Say(question.logic().constraint()));
      case FormViolation::KIND_NOT_OFFERED:
        return Own("Das steht nach den anderen Antworten nicht zur Wahl.",
                   "That is not offered after the other answers.");
      case FormViolation::KIND_WRONG_VALUE: {
        const std::string expected = ExpectedAnswer(question, own_);
        return expected.empty() ? violation.description()
                                : absl::StrCat(Own("Erwartet: ", "Expected: "), expected);
      }
      default:
        break;
    }
  }
  return "";
}

std::string Dialogue::Own(absl::string_view german, absl::string_view english) const {
  return std::string(Either(own_, german, english));
}

void Dialogue::Say(absl::string_view text) {
  page_.Add(2, "", text);
  Flush();
}

void Dialogue::Flush() { setting_.out << page_.Take() << std::flush; }

}  // namespace lotse::cli
