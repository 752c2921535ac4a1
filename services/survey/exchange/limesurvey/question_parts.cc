#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/kind_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/contact_words.h"
#include "services/survey/exchange/limesurvey/fixed_options.h"
#include "services/survey/exchange/limesurvey/pattern.h"
#include "services/survey/exchange/limesurvey/question_builder.h"
#include "services/survey/exchange/limesurvey/settings.h"

// What the questions of all types share.

namespace lotse::survey::limesurvey {

using type::v1alpha::Text;
using v1alpha::ImportFinding;
using v1alpha::Question;

std::string AllOf(const std::vector<std::string>& conditions) {
  std::vector<absl::string_view> given;
  for (const std::string& condition : conditions) {
    if (!condition.empty()) given.push_back(condition);
  }
  if (given.size() == 1) return std::string(given[0]);
  std::string all;
  for (const absl::string_view condition : given) {
    absl::StrAppend(&all, all.empty() ? "" : " and ", "(", condition, ")");
  }
  return all;
}

Question* QuestionBuilder::Add(Kind kind, absl::string_view code, const Text& text,
                               Questions* out) {
  Question* question = out->Add();
  question->set_code(std::string(code));
  question->set_kind(kind);
  *question->mutable_text() = text;
  const bool typed = kind == Question::KIND_TEXT || kind == Question::KIND_INTEGER ||
                     kind == Question::KIND_DECIMAL;
  const std::string asked = text.variants().empty() ? "" : text.variants(0).text();
  if (typed && (AsksForContact(asked) || AsksForContact(code))) {
    Warn(code,
         "This question seems to ask for contact data. Where answers are anonymous, leave it out "
         "and ask for contact data elsewhere.");
  }
  return question;
}

Question* QuestionBuilder::AddWhole(Kind kind, Questions* out) {
  const std::string& code = CodeOf("");
  Question* question = Add(kind, code, context_.Required(source_.text, code, Whole()), out);
  const Text help = context_.Plain(source_.help, Whole());
  if (!help.variants().empty()) *question->mutable_hint() = help;
  if (!relevance_.empty()) question->mutable_logic()->set_relevant(relevance_);
  const bool asked = kind != Question::KIND_NOTE && kind != Question::KIND_CALCULATION;
  question->set_required(required() && asked && kind != Question::KIND_GROUP);
  KeepSettings(source_, question, &context_.findings());
  (*question->mutable_settings())["limesurvey_type"] = source_.type;
  if (source_.mandatory == "S") {
    Warn(code, "LimeSurvey reminds of a missing answer once; here it may be missing.");
  }
  return question;
}

Question* QuestionBuilder::AddRemark(absl::string_view part, const std::string& relevance,
                                     const Text& text, Questions* out) {
  const Variable& variable = context_.variables().Of(source_, part);
  const bool is_number = variable.type == Variable::Type::kNumber;
  Question* remark =
      Add(is_number ? Question::KIND_DECIMAL : Question::KIND_TEXT, variable.code, text, out);
  if (!relevance.empty()) remark->mutable_logic()->set_relevant(relevance);
  return remark;
}

void QuestionBuilder::AddAnswers(int scale, Question* question) {
  for (const SourceAnswer& answer : source_.answers) {
    if (answer.scale != scale) continue;
    const ImportContext::Subject subject = SubjectOf(answer.line, question->code(), nullptr);
    AddOption(answer.code, context_.Required(answer.text, answer.code, subject), subject, question);
  }
  if (question->options().empty()) {
    context_.findings().Fail(
        source_.line, question->code(),
        absl::StrCat("There is no answer to choose; give 1 to ", kMaxOptions, " answers."));
  }
}

void QuestionBuilder::AddOption(absl::string_view code, const Text& label,
                                const ImportContext::Subject& subject, Question* question) {
  if (question->options_size() == kMaxOptions) {
    context_.findings().Fail(subject.line, question->code(),
                             absl::StrCat("There are more than ", kMaxOptions, " options."));
  }
  if (question->options_size() >= kMaxOptions) return;
  if (!IsOptionCode(code)) {
    context_.findings().Fail(subject.line, question->code(),
                             absl::StrCat("`", Shortened(code),
                                          "` cannot be the code of an option; give 1 to 64 "
                                          "characters without white space."));
    return;
  }
  for (const v1alpha::Option& before : question->options()) {
    if (before.code() != code) continue;
    context_.findings().Fail(subject.line, question->code(),
                             absl::StrCat("The option `", Shortened(code), "` is there twice."));
    return;
  }
  v1alpha::Option* option = question->add_options();
  option->set_code(std::string(code));
  *option->mutable_label() = label;
}

void QuestionBuilder::AddOther(absl::string_view code, Question* question) {
  if (!source_.other) return;
  const auto own = source_.attributes.find("other_replace_text");
  Text label = OtherLabel(context_.languages());
  if (own != source_.attributes.end() && !own->second.Any().empty()) {
    label = context_.Required(own->second, code, Whole());
  }
  AddOption(code, label, Whole(), question);
}

void QuestionBuilder::SetRandomization(Question* question) {
  const bool random = source_.Is("random_order") || source_.Attribute("answer_order") == "random" ||
                      source_.Attribute("subquestion_order") == "random";
  if (!random) return;
  if (question->kind() == Question::KIND_MATRIX || question->kind() == Question::KIND_GROUP) {
    Warn(question->code(), "That the rows come in an order that is drawn was not taken over.");
  } else {
    question->mutable_randomization();
  }
}

std::string QuestionBuilder::Limit(absl::string_view attribute, absl::string_view what) {
  const absl::string_view limit = source_.Attribute(attribute);
  if (limit.empty() || IsNumeral(limit)) return std::string(limit);
  const std::string script =
      absl::StrContains(limit, '{') ? std::string(limit) : absl::StrCat("{", limit, "}");
  return context_.ValueOf(script, what, ImportFinding::SEVERITY_WARNING, Whole());
}

void QuestionBuilder::SetChecks(const SourceSubquestion* part, const Variable* self,
                                Question* question) {
  const ImportContext::Subject subject =
      SubjectOf(part == nullptr ? source_.line : part->line, question->code(), self);
  std::vector<std::string> checks = {question->logic().constraint()};
  if (!source_.preg.empty()) {
    const absl::StatusOr<std::string> pattern = PatternOf(source_.preg);
    if (pattern.ok()) {
      checks.push_back(absl::StrCat("regex(., ", Quoted(*pattern), ")"));
    } else {
      Warn(question->code(), absl::StrCat("The check `", Shortened(source_.preg),
                                          "` was left out: ", pattern.status().message(), "."));
    }
  }
  const std::string name = part == nullptr ? "em_validation_q" : "em_validation_sq";
  checks.push_back(context_.Check(source_.Attribute(name), "The check", subject));
  const std::string tip = absl::StrCat(name, "_tip");
  const auto message = source_.attributes.find(tip);
  if (message != source_.attributes.end() && !checks.back().empty()) {
    const Text text = context_.Plain(message->second, subject);
    if (!text.variants().empty()) *question->mutable_logic()->mutable_constraint_message() = text;
  }
  const bool is_text = question->kind() == Question::KIND_TEXT;
  std::int64_t most = 0;
  if (is_text && absl::SimpleAtoi(source_.Attribute("maximum_chars"), &most) && most > 0) {
    checks.push_back(absl::StrCat("string-length(.) <= ", most));
  }
  const std::string all = AllOf(checks);
  if (!all.empty()) question->mutable_logic()->set_constraint(all);
}

void QuestionBuilder::WarnOfWholeChecks() {
  for (const absl::string_view name : {"em_validation_q", "min_answers", "max_answers"}) {
    const absl::string_view check = source_.Attribute(name);
    if (check.empty()) continue;
    Warn(CodeOf(""), absl::StrCat("The check `", name, "` of all answers together (`",
                                  Shortened(check), "`) was not taken over."));
  }
}

void QuestionBuilder::SetLimits(Question* question, absl::string_view least,
                                absl::string_view most) {
  std::vector<std::string> checks = {question->logic().constraint()};
  for (const auto& [attribute, op] : {std::pair(least, " >= "), std::pair(most, " <= ")}) {
    const std::string limit = Limit(attribute, "The limit");
    std::int64_t number = 0;
    if (limit.empty()) continue;
    if (question->kind() != Question::KIND_INTEGER || !absl::SimpleAtoi(limit, &number) ||
        number > kMaxInteger || number < -kMaxInteger) {
      checks.push_back(absl::StrCat(".", op, limit));
    } else if (attribute == least) {
      question->set_minimum(number);
    } else {
      question->set_maximum(number);
    }
  }
  if (question->has_minimum() && question->has_maximum() &&
      question->minimum() > question->maximum()) {
    context_.findings().Fail(source_.line, question->code(),
                             "The largest number is less than the smallest; give one that is not.");
  }
  const std::string all = AllOf(checks);
  if (!all.empty()) question->mutable_logic()->set_constraint(all);
}

void QuestionBuilder::SetDefault(absl::string_view subquestion, int scale, bool other,
                                 Question* question) {
  for (const SourceDefault& given : source_.defaults) {
    const absl::string_view id =
        given.subquestion == "0" ? "" : absl::string_view(given.subquestion);
    if (id != subquestion || given.scale != scale || given.other != other) continue;
    const bool is_number =
        question->kind() == Question::KIND_INTEGER || question->kind() == Question::KIND_DECIMAL;
    const std::string first(given.value.Any());
    const std::string named(other ? first : OptionFor(source_, first));
    std::string value = context_.ValueOf(named, "The default", ImportFinding::SEVERITY_WARNING,
                                         SubjectOf(given.line, question->code(), nullptr));
    if (IsNumeral(value) && !is_number) value = Quoted(value);
    if (!value.empty()) question->mutable_logic()->set_initial_value(value);
    for (const LocalText::Wording& wording : given.value.wordings) {
      if (wording.html == first || wording.html.empty()) continue;
      Warn(question->code(), "The default differs between the languages; the first was taken.");
      break;
    }
    return;
  }
}

void QuestionBuilder::SetChoiceDefaults(Question* question) {
  absl::flat_hash_set<absl::string_view> chosen;
  for (const SourceDefault& given : source_.defaults) {
    if (!given.other && given.value.Any() == "Y") chosen.insert(given.subquestion);
  }
  std::string value;
  for (const SourceSubquestion& option : source_.subquestions) {
    if (!chosen.contains(option.id)) continue;
    absl::StrAppend(&value, value.empty() ? "" : " ", option.code);
  }
  if (!value.empty()) question->mutable_logic()->set_initial_value(Quoted(value));
}

void QuestionBuilder::Hide(int first, Questions* out) {
  if (!source_.Is("hidden")) return;
  for (int i = first; i < out->size(); ++i) {
    Question& question = *out->Mutable(i);
    if (question.kind() == Question::KIND_CALCULATION) continue;
    const bool plain = question.kind() == Question::KIND_TEXT ||
                       question.kind() == Question::KIND_INTEGER ||
                       question.kind() == Question::KIND_DECIMAL;
    if (plain) {
      question.set_kind(Question::KIND_HIDDEN);
      question.clear_required();
      question.clear_minimum();
      question.clear_maximum();
      question.clear_scale();
    } else {
      question.mutable_logic()->set_relevant("false()");
      Warn(question.code(), "It is always hidden in LimeSurvey, and so nobody is asked here.");
    }
  }
}

const std::string& QuestionBuilder::CodeOf(absl::string_view part) const {
  return context_.variables().Of(source_, part).code;
}

ImportContext::Subject QuestionBuilder::SubjectOf(int line, absl::string_view code,
                                                  const Variable* self) const {
  return {line, std::string(code), {&source_, self}};
}

void QuestionBuilder::Warn(absl::string_view code, absl::string_view message) const {
  context_.findings().Warn(source_.line, code, message);
}

}  // namespace lotse::survey::limesurvey
