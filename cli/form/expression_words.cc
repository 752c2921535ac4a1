#include "cli/form/expression_words.h"

#include <functional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text.h"
#include "services/survey/logic/syntax/parser.h"
#include "services/survey/logic/syntax/printer.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::cli {

using survey::logic::Expression;
using survey::v1alpha::Condition;
using survey::v1alpha::Option;
using survey::v1alpha::Question;

// Walks one expression.
class Speaker {
 public:
  explicit Speaker(const ExpressionWords& words) : words_(words) {}

  std::string Say(const Expression& e) const {
    using Kind = Expression::Kind;
    switch (e.kind) {
      case Kind::kOr:
        return Chain(e, Word(" oder ", " or "), Kind::kAnd);
      case Kind::kAnd:
        return Chain(e, Word(" und ", " and "), Kind::kOr);
      case Kind::kEqual:
      case Kind::kNotEqual:
      case Kind::kLess:
      case Kind::kLessEqual:
      case Kind::kGreater:
      case Kind::kGreaterEqual:
        return Comparison(e);
      case Kind::kReference:
        return words_.NameOf(e.text);
      case Kind::kText:
        return Quoted(e.text);
      case Kind::kNumber:
        return survey::logic::NumberText(e.number);
      case Kind::kPath:
        return IsAnswer(e) ? Word("die Antwort", "the answer") : survey::logic::Print(e);
      case Kind::kCall:
        return Call(e);
      default:
        return survey::logic::Print(e);
    }
  }

  std::string OptionOf(const std::string& code, const std::string& option) const {
    const IndexedQuestion* const found = words_.index_.Find(code);
    if (found == nullptr) return Quoted(option);
    for (const Option& each : *found->options) {
      if (each.code() != option) continue;
      const std::string label = PickWording(each.label(), words_.language_);
      if (!label.empty()) return Quoted(label);
    }
    return Quoted(option);
  }

  std::string Word(absl::string_view german, absl::string_view english) const {
    return std::string(words_.german_ ? german : english);
  }

 private:
  std::string Quoted(absl::string_view text) const {
    return absl::StrCat(Word("„", "“"), text, Word("“", "”"));
  }

  // The operands with a word between; those of the other kind in parentheses.
  std::string Chain(const Expression& e, absl::string_view between, Expression::Kind other) const {
    std::vector<std::string> parts;
    for (const auto& operand : e.operands) {
      const std::string part = Say(*operand);
      parts.push_back(operand->kind == other ? absl::StrCat("(", part, ")") : part);
    }
    return absl::StrJoin(parts, between);
  }

  // `.`
  static bool IsAnswer(const Expression& e) {
    return e.kind == Expression::Kind::kPath && !e.absolute && e.operands.empty() &&
           e.steps.size() == 1 && e.steps[0].axis == survey::logic::Step::Axis::kSelf &&
           e.steps[0].predicates.empty();
  }

  // The code of the question that a value is the answer to; empty if it is something else.
  static std::string CodeOf(const Expression& e) {
    if (e.kind == Expression::Kind::kReference) return e.text;
    const bool converted = e.kind == Expression::Kind::kCall && e.operands.size() == 1 &&
                           (e.text == "string" || e.text == "number");
    return converted ? CodeOf(*e.operands[0]) : "";
  }

  std::string Comparison(const Expression& e) const {
    using Kind = Expression::Kind;
    const Expression& left = *e.operands[0];
    const Expression& right = *e.operands[1];
    const bool equal = e.kind == Kind::kEqual;
    if (equal || e.kind == Kind::kNotEqual) {
      if (right.kind == Kind::kText && right.text.empty()) {
        return absl::StrCat(Say(left), equal ? Word(" nicht beantwortet", " not answered")
                                             : Word(" beantwortet", " answered"));
      }
      return absl::StrCat(Say(left), equal ? " = " : Word(" ist nicht ", " is not "),
                          Value(right, CodeOf(left)));
    }
    return absl::StrCat(Say(left), Sign(e.kind), Say(right));
  }

  std::string Sign(Expression::Kind kind) const {
    switch (kind) {
      case Expression::Kind::kLess:
        return Word(" unter ", " below ");
      case Expression::Kind::kLessEqual:
        return Word(" höchstens ", " at most ");
      case Expression::Kind::kGreater:
        return Word(" über ", " above ");
      default:
        return Word(" mindestens ", " at least ");
    }
  }

  // What an answer to `code` is compared with.
  std::string Value(const Expression& e, const std::string& code) const {
    const IndexedQuestion* const found = words_.index_.Find(code);
    if (found == nullptr || found->options->empty()) return Say(e);
    if (e.kind == Expression::Kind::kText) return OptionOf(code, e.text);
    if (e.kind == Expression::Kind::kNumber) {
      const std::string option = survey::logic::NumberText(e.number);
      if (found->HasOption(option)) return OptionOf(code, option);
    }
    return Say(e);
  }

  std::string Call(const Expression& e) const {
    const auto& of = e.operands;
    if (e.text == "not" && of.size() == 1) {
      return absl::StrCat(Word("nicht (", "not ("), Say(*of[0]), ")");
    }
    if (e.text == "selected" && of.size() == 2) {
      return absl::StrCat(Say(*of[0]), " = ", Value(*of[1], CodeOf(*of[0])));
    }
    if (e.text == "count-selected" && of.size() == 1) {
      return absl::StrCat(Word("Anzahl gewählt bei ", "number chosen at "), Say(*of[0]));
    }
    if (e.text == "count" && of.size() == 1) {
      return absl::StrCat(Word("Anzahl von ", "number of "), Say(*of[0]));
    }
    if (e.text == "string-length" && of.size() == 1) {
      return absl::StrCat(Word("Länge von ", "length of "), Say(*of[0]));
    }
    if (e.text == "today" && of.empty()) return Word("heute", "today");
    if (e.text == "true" && of.empty()) return Word("immer", "always");
    if (e.text == "false" && of.empty()) return Word("nie", "never");
    return survey::logic::Print(e);
  }

  const ExpressionWords& words_;
};

ExpressionWords::ExpressionWords(const survey::v1alpha::Instrument& instrument,
                                 const std::string& language)
    : language_(language),
      german_(absl::StartsWithIgnoreCase(language, "de")),
      numbering_(instrument),
      index_(instrument) {
  for (const auto& section : instrument.sections()) {
    if (!section.code().empty()) sections_.insert(section.code());
  }
}

std::string ExpressionWords::Say(const std::string& expression) const {
  const auto parsed = survey::logic::Parse(expression);
  return parsed.ok() ? Speaker(*this).Say(**parsed) : expression;
}

std::string ExpressionWords::SayWhoIsAsked(const Question& question) const {
  const Speaker speaker(*this);
  std::vector<std::string> all;
  for (const Condition& condition : question.relevant_if()) {
    const std::string name = NameOf(condition.code());
    if (condition.test() == Condition::TEST_ANSWERED) {
      all.push_back(absl::StrCat(name, speaker.Word(" beantwortet", " answered")));
      continue;
    }
    std::vector<std::string> options;
    for (const std::string& option : condition.options()) {
      options.push_back(speaker.OptionOf(condition.code(), option));
    }
    const bool none = condition.test() == Condition::TEST_NONE_CHOSEN;
    all.push_back(
        absl::StrCat(name, none ? speaker.Word(" ist nicht ", " is not ") : " = ",
                     absl::StrJoin(options, none ? speaker.Word(" und nicht ", " and not ")
                                                 : speaker.Word(" oder ", " or "))));
  }
  if (!question.logic().relevant().empty()) all.push_back(Say(question.logic().relevant()));
  return absl::StrJoin(all, speaker.Word(" und ", " and "));
}

std::string ExpressionWords::NameOf(const std::string& code) const {
  const std::string number = numbering_.Of(code);
  if (number.empty()) return code;
  if (sections_.count(code) == 0) return number;
  return absl::StrCat(german_ ? "Abschnitt " : "section ", number);
}

}  // namespace lotse::cli
