#include "services/survey/exchange/xlsform/question_rows.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/appearance.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/exchange/xlsform/cell_words.h"
#include "services/survey/exchange/xlsform/form_types.h"
#include "services/survey/exchange/xlsform/question_parameters.h"

namespace lotse::survey {
namespace {

using v1alpha::Condition;
using v1alpha::Question;

std::string Both(absl::string_view a, absl::string_view b) {
  if (a.empty() || b.empty()) return absl::StrCat(a, b);
  return absl::StrCat("(", a, ") and (", b, ")");
}

std::string ExpressionOf(const Condition& condition) {
  if (condition.test() == Condition::TEST_ANSWERED) {
    return absl::StrCat("${", condition.code(), "} != ''");
  }
  const std::string any =
      absl::StrJoin(condition.options(), " or ", [&](std::string* out, const std::string& option) {
        absl::StrAppend(out, "selected(${", condition.code(), "}, ", XpathLiteral(option), ")");
      });
  return condition.test() == Condition::TEST_NONE_CHOSEN ? absl::StrCat("not(", any, ")") : any;
}

std::string RelevantOf(const Question& question) {
  std::string relevant = question.logic().relevant();
  for (const Condition& condition : question.relevant_if()) {
    relevant = Both(relevant, ExpressionOf(condition));
  }
  return relevant;
}

std::string ConstraintOf(const Question& question) {
  std::string constraint = question.logic().constraint();
  if (question.has_minimum()) {
    constraint = Both(constraint, absl::StrCat(". >= ", question.minimum()));
  }
  if (question.has_maximum()) {
    constraint = Both(constraint, absl::StrCat(". <= ", question.maximum()));
  }
  return constraint;
}

// The cell `default`: a text that is the answer, or an expression that is read as one.
std::string DefaultOf(const std::string& expression) {
  const std::optional<std::string> text = TextOfLiteral(expression);
  if (text && !IsComputed(*text) && Stripped(*text) == *text) return *text;
  if (expression.empty() || (!text && (IsComputed(expression) || IsNumeral(expression)))) {
    return expression;
  }
  return absl::StrCat("string(", expression, ")");
}

// The type for files of one kind; `file` is for all.
std::string FileTypeOf(const Question& question) {
  const auto& types = question.media_types();
  for (const char* type : {"image", "audio", "video"}) {
    const std::string kind = absl::StrCat(type, "/");
    if (std::all_of(types.begin(), types.end(),
                    [&](const std::string& one) { return absl::StartsWith(one, kind); })) {
      return type;
    }
  }
  return "file";
}

// True if its type says no other files than those that the question takes.
bool SaysItsFiles(const Question& question) {
  const std::string type = FileTypeOf(question);
  for (const absl::string_view known : MediaTypesTaken()) {
    const bool read = type == "file" || absl::StartsWith(known, absl::StrCat(type, "/"));
    const auto& types = question.media_types();
    if (read && std::find(types.begin(), types.end(), known) == types.end()) return false;
  }
  return true;
}

bool IsGroup(const Question& question) {
  return question.kind() == Question::KIND_GROUP || question.kind() == Question::KIND_REPEAT;
}

// What is written and read for other kinds only.
void AddMisfits(const Question& question, std::vector<const char*>* left_out) {
  const v1alpha::QuestionLogic& logic = question.logic();
  const bool is_answered = IsAnswered(question.kind());
  if (!is_answered && logic.has_constraint_message()) left_out->push_back("its constraint message");
  if (!CanBeRequired(question.kind()) && logic.has_required_message()) {
    left_out->push_back("its required message");
  }
  if (!is_answered && !IsGroup(question) && !logic.read_only_if().empty()) {
    left_out->push_back("when it is read only");
  }
  if (question.kind() == Question::KIND_METADATA) {
    if (!logic.calculation().empty()) left_out->push_back("its calculation");
    if (!logic.initial_value().empty()) left_out->push_back("its initial value");
  }
  if (!logic.trigger().empty() && logic.calculation().empty()) {
    left_out->push_back("triggers without a calculation");
  }
  if (question.kind() == Question::KIND_INTEGER && HasPoint(question.scale())) {
    left_out->push_back("that only whole numbers are taken");
  }
}

}  // namespace

bool IsOwnHeading(const Heading& heading, absl::string_view name) {
  const bool kept = heading.column == Column::kOther || heading.column == Column::kComment;
  return kept && heading.text == name;
}

std::string OtherMeaning(absl::string_view name) {
  return absl::StrCat("The column `", Shortened(name),
                      "` would be read as something else in a form; left out.");
}

void QuestionRows::Write(const Question& question) {
  if (question.kind() == Question::KIND_MATRIX) {
    WriteMatrix(question);
    return;
  }
  survey_.BeginRow();
  survey_.Set(Column::kType, TypeOf(question));
  survey_.Set(Column::kName, question.code());
  WriteColumns(question);
  WriteLogic(question);
  WarnOfRest(question);
  if (!IsGroup(question)) return;
  for (const Question& inner : question.questions()) Write(inner);
  End(question.kind() == Question::KIND_REPEAT);
}

void QuestionRows::Begin(bool repeat, absl::string_view code, const type::v1alpha::Text& label,
                         absl::string_view relevant, absl::string_view appearance) {
  survey_.BeginRow();
  survey_.Set(Column::kType, repeat ? "begin_repeat" : "begin_group");
  survey_.Set(Column::kName, code);
  WriteText(Column::kLabel, label, code);
  survey_.Set(Column::kRelevant, relevant);
  survey_.Set(Column::kAppearance, appearance);
}

void QuestionRows::End(bool repeat) {
  survey_.BeginRow();
  survey_.Set(Column::kType, repeat ? "end_repeat" : "end_group");
}

void QuestionRows::WriteText(Column column, const type::v1alpha::Text& text,
                             absl::string_view code) {
  if (survey_.SetText(column, text)) return;
  findings_.Warn(Place{survey_.row(), "survey", std::string(NameOf(column))}, code,
                 "The wording in plain language was left out.");
}

std::string QuestionRows::ChoiceTypeOf(Question::Kind kind, const Question& question) const {
  const absl::string_view type = FormTypeName(kind);
  const auto file = lists_.files.find(question.option_list());
  if (file != lists_.files.end()) return absl::StrCat(type, "_from_file ", file->second);
  const auto own = lists_.own.find(question.code());
  return absl::StrCat(type, " ", own == lists_.own.end() ? question.option_list() : own->second);
}

std::string QuestionRows::TypeOf(const Question& question) const {
  switch (question.kind()) {
    case Question::KIND_GROUP:
      return "begin_group";
    case Question::KIND_REPEAT:
      return "begin_repeat";
    case Question::KIND_METADATA:
      return std::string(FormTypeName(question.metadata()));
    case Question::KIND_FILE:
      return FileTypeOf(question);
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MULTIPLE_CHOICE:
    case Question::KIND_RANKING:
      return ChoiceTypeOf(question.kind(), question);
    default:
      return question.has_scale() ? "range" : std::string(FormTypeName(question.kind()));
  }
}

void QuestionRows::WriteMatrix(const Question& question) {
  Begin(false, question.code(), question.text(), RelevantOf(question),
        AppearanceOfTable(question.appearance()));
  WriteMedia(question);
  WriteSettings(question);
  WarnOfRest(question);
  Question random;
  if (question.has_randomization()) *random.mutable_randomization() = question.randomization();
  for (const v1alpha::Item& item : question.items()) {
    survey_.BeginRow();
    survey_.Set(Column::kType, ChoiceTypeOf(Question::KIND_SINGLE_CHOICE, question));
    survey_.Set(Column::kName, item.code());
    WriteText(Column::kLabel, item.text(), item.code());
    survey_.Set(Column::kParameters, WriteQuestionParameters(random));
    WriteLogicOfAnswers(question);
  }
  End(false);
}

void QuestionRows::WriteColumns(const Question& question) {
  WriteText(Column::kLabel, question.text(), question.code());
  if (!IsGroup(question)) {
    WriteText(Column::kHint, question.hint(), question.code());
    WriteText(Column::kGuidance, question.guidance(), question.code());
  }
  survey_.Set(Column::kAppearance, question.appearance());
  survey_.Set(Column::kParameters, WriteQuestionParameters(question));
  WriteMedia(question);
  WriteSettings(question);
}

void QuestionRows::WriteMedia(const Question& question) {
  if (survey_.SetMedia(question.media())) return;
  findings_.Warn(Place{survey_.row(), "survey", ""}, question.code(), kSecondFile);
}

void QuestionRows::WriteSettings(const Question& question) {
  for (const auto& [name, value] : question.settings()) {
    const bool of_matrix = question.kind() == Question::KIND_MATRIX;
    if (!of_matrix && IsParameter(name, value)) continue;
    if (IsOwnHeading(SurveyHeading(name), name)) {
      survey_.SetOther(name, value);
    } else {
      findings_.Warn(Place{survey_.row(), "survey", name}, question.code(), OtherMeaning(name));
    }
  }
}

void QuestionRows::WriteLogicOfAnswers(const Question& question) {
  const v1alpha::QuestionLogic& logic = question.logic();
  survey_.Set(Column::kConstraint, ConstraintOf(question));
  WriteText(Column::kConstraintMessage, logic.constraint_message(), question.code());
  survey_.Set(Column::kRequired,
              question.required() && logic.required_if().empty() ? "yes" : logic.required_if());
  WriteText(Column::kRequiredMessage, logic.required_message(), question.code());
  survey_.Set(Column::kReadOnly, logic.read_only_if() == "true()" ? "yes" : logic.read_only_if());
  survey_.Set(Column::kChoiceFilter, logic.option_filter());
}

void QuestionRows::WriteLogic(const Question& question) {
  const v1alpha::QuestionLogic& logic = question.logic();
  survey_.Set(Column::kRelevant, RelevantOf(question));
  WriteLogicOfAnswers(question);
  survey_.Set(Column::kCalculation, logic.calculation());
  survey_.Set(Column::kDefault, DefaultOf(logic.initial_value()));
  survey_.Set(Column::kTrigger,
              absl::StrJoin(logic.trigger(), ", ", [](std::string* out, const std::string& code) {
                absl::StrAppend(out, "${", code, "}");
              }));
  survey_.Set(Column::kRepeatCount, logic.repeat_count());
}

void QuestionRows::WarnOfRest(const Question& question) {
  std::vector<const char*> left_out;
  if (!question.class_bounds().empty()) left_out.push_back("classes");
  if (question.special_category()) left_out.push_back("its special category");
  if (question.maximum_bytes() != 0) left_out.push_back("the length of its text");
  if (question.maximum_file_bytes() != 0) left_out.push_back("the size of its file");
  if (IsGroup(question) || question.kind() == Question::KIND_MATRIX) {
    if (question.has_hint()) left_out.push_back("its hint");
    if (question.has_guidance()) left_out.push_back("its guidance");
  }
  if (question.kind() == Question::KIND_MATRIX) {
    if (!question.logic().calculation().empty()) left_out.push_back("its calculation");
    if (!question.logic().initial_value().empty()) left_out.push_back("its initial value");
  }
  if (question.kind() == Question::KIND_FILE && !SaysItsFiles(question)) {
    left_out.push_back("exactly which files are taken");
  }
  AddMisfits(question, &left_out);
  if (left_out.empty()) return;
  findings_.Warn(Place{survey_.row(), "survey", ""}, question.code(),
                 absl::StrCat("A form cannot say: ", absl::StrJoin(left_out, ", "), "; left out."));
}

}  // namespace lotse::survey
