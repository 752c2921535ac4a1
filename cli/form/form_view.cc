#include "cli/form/form_view.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"
#include "cli/form/expression_words.h"
#include "cli/form/page.h"
#include "cli/form/question_text.h"
#include "cli/question_index.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Instrument;
using survey::v1alpha::InstrumentSection;
using survey::v1alpha::Option;
using survey::v1alpha::Question;

// Of longer lists the beginning is shown.
constexpr int kMostOptions = 60;
constexpr int kStep = 4;

class Viewer {
 public:
  Viewer(const Instrument& instrument, const FormViewOptions& options)
      : instrument_(instrument),
        options_(options),
        own_(absl::StartsWithIgnoreCase(options.language, "de") ? "de" : "en"),
        words_(instrument, options.language),
        index_(instrument),
        page_(options.width) {}

  std::string View() {
    const std::string title = Wording(instrument_.title());
    page_.Add(0, "", title);
    page_.Line(std::string(std::min(std::max(DisplayWidth(title), 4), page_.width()), '='));
    for (int i = 0; i < instrument_.sections_size(); ++i) AddSection(i);
    if (has_required_) {
      page_.Gap();
      page_.Add(0, "* ", Either(own_, "eine Antwort ist nötig", "an answer is needed"));
    }
    return page_.Take();
  }

 private:
  std::string Wording(const lotse::type::v1alpha::Text& text) const {
    return PickWording(text, options_.language);
  }

  void AddSection(int position) {
    const InstrumentSection& section = instrument_.sections(position);
    page_.Gap();
    std::string title = Wording(section.title());
    if (title.empty()) title = std::string(Either(own_, "(ohne Titel)", "(without a title)"));
    page_.Add(0, absl::StrCat("== ", position + 1, "  "),
              absl::StrCat(title, WithCode(section.code()), " =="));
    AddCondition(kStep, section.relevant().empty() ? "" : words_.Say(section.relevant()));
    for (const Question& question : section.questions()) AddQuestion(question, 0);
  }

  // Codes are for those who write expressions.
  std::string WithCode(const std::string& code) const {
    return options_.codes && !code.empty() ? absl::StrCat("  [", code, "]") : "";
  }

  void AddCondition(int indent, const std::string& condition) {
    if (condition.empty()) return;
    page_.Add(indent, Either(own_, "Nur falls: ", "Only if: "), condition);
  }

  void AddQuestion(const Question& question, int indent) {
    if (!IsShown(question)) {
      if (options_.codes) AddUnasked(question, indent);
      return;
    }
    page_.Gap();
    const std::string number = words_.numbering().Of(question.code());
    const std::string lead = number.empty() ? "    " : absl::StrCat(PadRight(number, 4), "  ");
    std::string text = Wording(question.text());
    if (text.empty() && !question.questions().empty()) {
      text = Word(question.kind(), own_);
    }
    page_.Add(indent, lead, absl::StrCat(text, RequiredMark(question), WithCode(question.code())));
    const int inner = indent + DisplayWidth(lead);
    page_.Add(inner, "", Wording(question.hint()));
    page_.Add(inner, "", Wording(question.guidance()));
    AddCondition(inner, words_.SayWhoIsAsked(question));
    if (question.kind() == Question::KIND_REPEAT) AddHowOften(question, inner);
    AddAnswer(question, inner);
    AddConstraint(question, inner);
    if (options_.codes) AddExpressions(question, inner);
    for (const Question& below : question.questions()) AddQuestion(below, indent + kStep);
  }

  std::string RequiredMark(const Question& question) {
    const std::string& expression = question.logic().required_if();
    const bool always = expression.empty() ? question.required() : expression == "true()";
    if (always) {
      has_required_ = true;
      return " *";
    }
    if (expression.empty() || expression == "false()") return "";
    return absl::StrCat(" (", Either(own_, "nötig, falls ", "needed if "), words_.Say(expression),
                        ")");
  }

  void AddHowOften(const Question& question, int indent) {
    const std::string& count = question.logic().repeat_count();
    page_.Add(indent, "",
              count.empty() ? std::string(Either(own_, "So oft ausfüllen, wie es etwas dazu gibt.",
                                                 "Fill in as often as there is something."))
                            : absl::StrCat(Either(own_, "So oft ausfüllen: ", "Fill in so often: "),
                                           words_.Say(count)));
  }

  void AddAnswer(const Question& question, int indent) {
    const std::string expected = ExpectedAnswer(question, own_);
    if (!expected.empty()) {
      page_.Add(indent, "", absl::StrCat("____________________  (", expected, ")"));
    }
    if (question.kind() == Question::KIND_ACKNOWLEDGEMENT) page_.Add(indent, "[ ] ", "OK");
    if (question.kind() == Question::KIND_RANKING) {
      page_.Add(
          indent, "",
          Either(own_, "In eine Reihenfolge bringen, 1 zuerst:", "Put in an order, 1 first:"));
    }
    if (question.kind() == Question::KIND_MATRIX) {
      AddMatrix(question, indent);
    } else {
      AddOptions(question, indent);
    }
  }

  void AddOptions(const Question& question, int indent) {
    const auto& options = *index_.Find(question.code())->options;
    const std::string& filter = question.logic().option_filter();
    if (!filter.empty()) {
      page_.Add(indent, Either(own_, "Zur Wahl steht, wofür gilt: ", "Offered is for which: "),
                words_.Say(filter));
    }
    if (options.empty() && !question.option_list().empty()) {
      page_.Add(indent, "",
                absl::StrCat(Either(own_, "Optionen aus der Datei ", "options of the file "),
                             FileOf(question.option_list())));
    }
    const absl::string_view box = question.kind() == Question::KIND_SINGLE_CHOICE     ? "( ) "
                                  : question.kind() == Question::KIND_MULTIPLE_CHOICE ? "[ ] "
                                                                                      : "___ ";
    for (int i = 0; i < std::min(options.size(), kMostOptions); ++i) {
      page_.Add(indent, box, LabelOf(options[i]));
    }
    if (options.size() > kMostOptions) {
      page_.Add(indent, "    ",
                absl::StrCat(Either(own_, "und ", "and "), options.size() - kMostOptions,
                             Either(own_, " weitere", " more")));
    }
  }

  std::string LabelOf(const Option& option) const {
    const std::string label = Wording(option.label());
    return absl::StrCat(label.empty() ? option.code() : label, WithCode(option.code()));
  }

  std::string FileOf(const std::string& list) const {
    for (const auto& each : instrument_.option_lists()) {
      if (each.code() == list) return each.file();
    }
    return list;
  }

  void AddMatrix(const Question& question, int indent) {
    std::vector<std::string> labels;
    for (const Option& option : question.options()) {
      labels.push_back(absl::StrCat("( ) ", LabelOf(option)));
    }
    page_.Add(indent, Either(own_, "Je Zeile: ", "For each row: "), absl::StrJoin(labels, "  "));
    for (const auto& item : question.items()) {
      const std::string number = words_.numbering().Of(item.code());
      page_.Add(indent, absl::StrCat(number, "  "),
                absl::StrCat(Wording(item.text()), WithCode(item.code())));
    }
  }

  void AddConstraint(const Question& question, int indent) {
    const std::string& constraint = question.logic().constraint();
    if (constraint.empty()) return;
    const std::string message = Wording(question.logic().constraint_message());
    page_.Add(indent, Either(own_, "Zulässig: ", "Allowed: "),
              message.empty() ? words_.Say(constraint) : message);
  }

  void AddExpressions(const Question& question, int indent) {
    const auto& logic = question.logic();
    const std::vector<std::pair<absl::string_view, const std::string*>> all = {
        {"relevant", &logic.relevant()},           {"constraint", &logic.constraint()},
        {"required_if", &logic.required_if()},     {"calculation", &logic.calculation()},
        {"initial_value", &logic.initial_value()}, {"read_only_if", &logic.read_only_if()},
        {"repeat_count", &logic.repeat_count()},   {"option_filter", &logic.option_filter()}};
    for (const auto& [name, expression] : all) {
      if (!expression->empty()) page_.Add(indent, absl::StrCat(name, ": "), *expression);
    }
  }

  void AddUnasked(const Question& question, int indent) {
    page_.Gap();
    page_.Add(indent, "      ",
              absl::StrCat("(", Word(question.kind(), own_), ")", WithCode(question.code())));
    AddExpressions(question, indent + 6);
  }

  const Instrument& instrument_;
  const FormViewOptions& options_;
  const std::string own_;
  const ExpressionWords words_;
  const QuestionIndex index_;
  Page page_;
  bool has_required_ = false;
};

}  // namespace

std::string ViewForm(const Instrument& instrument, const FormViewOptions& options) {
  return Viewer(instrument, options).View();
}

}  // namespace lotse::cli
