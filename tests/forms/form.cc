#include "tests/forms/form.h"

#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/engine/answer_values.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/violation_list.h"
#include "services/survey/exchange/forms/read_form.h"
#include "services/survey/logic/questionnaire/instrument_tree.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::ImportFinding;
using v1alpha::Instrument;
using v1alpha::Question;

void AddTraits(const RepeatedPtrField<Question>& questions,
               std::map<std::string, Form::Traits>* traits) {
  for (const Question& question : questions) {
    const bool shuffled = question.has_randomization();
    (*traits)[question.code()] = {question.kind(), shuffled,
                                  !question.logic().repeat_count().empty()};
    for (const v1alpha::Item& item : question.items()) {
      (*traits)[item.code()] = {Question::KIND_SINGLE_CHOICE, shuffled};
    }
    AddTraits(question.questions(), traits);
  }
}

// Files are not what is looked at. However many there are, they must fit into one response.
void MakeFilesSmall(RepeatedPtrField<Question>* questions) {
  for (Question& question : *questions) {
    if (question.kind() == Question::KIND_FILE) question.set_maximum_file_bytes(1024);
    MakeFilesSmall(question.mutable_questions());
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Form>> Form::Read(const std::string& content) {
  const auto format = FormatOf(content);
  if (!format) return absl::InvalidArgumentError("the file looks like no form");
  absl::StatusOr<ImportResult> read = ReadForm(*format, content, "en");
  if (!read.ok()) return read.status();
  for (auto& section : *read->instrument.mutable_sections()) {
    MakeFilesSmall(section.mutable_questions());
  }
  std::vector<std::string> warnings;
  for (const ImportFinding& finding : read->findings) {
    const std::string what =
        absl::StrCat(finding.line(), " ", finding.code(), ": ", finding.message());
    if (finding.severity() == ImportFinding::SEVERITY_ERROR) {
      return absl::InvalidArgumentError(what);
    }
    if (finding.severity() == ImportFinding::SEVERITY_WARNING) warnings.push_back(what);
  }
  for (const rpc::FieldViolation& violation : CheckInstrument(read->instrument)) {
    return absl::InvalidArgumentError(absl::StrCat(violation.field, ": ", violation.description));
  }
  auto tree = logic::FormTreeOf(read->instrument);
  if (!tree.ok()) return tree.status();
  return std::make_unique<Form>(read->instrument, *std::move(tree), std::move(warnings));
}

Form::Form(const Instrument& instrument, logic::FormTree tree, std::vector<std::string> warnings)
    : instrument(instrument),
      warnings(std::move(warnings)),
      compiled(instrument),
      program(tree, logic::LogicOf(instrument, tree)) {
  for (const auto& section : instrument.sections()) AddTraits(section.questions(), &traits);
}

const Variable* Form::FindVariable(const std::string& code) const {
  if (const auto at = compiled.Position(code)) return &compiled.variables()[*at];
  const auto at = compiled.RepeatedPosition(code);
  return at ? &compiled.repeated_variables()[*at] : nullptr;
}

std::optional<Answer> AnswerOf(const Variable& variable, const std::string& text) {
  Answer answer;
  answer.set_code(variable.code);
  std::int64_t integer = 0;
  double decimal = 0;
  const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  switch (FieldFor(variable.kind)) {
    case Answer::kChoice:
      answer.set_choice(text);
      return answer;
    case Answer::kChoices:
      answer.mutable_choices()->mutable_codes()->Assign(words.begin(), words.end());
      return answer;
    case Answer::kRanking:
      answer.mutable_ranking()->mutable_codes()->Assign(words.begin(), words.end());
      return answer;
    case Answer::kInteger:
      if (!absl::SimpleAtoi(text, &integer)) return std::nullopt;
      answer.set_integer(integer);
      return answer;
    case Answer::kDecimal:
      if (!absl::SimpleAtod(text, &decimal)) return std::nullopt;
      answer.set_decimal(decimal);
      return answer;
    case Answer::kText:
      answer.set_text(text);
      return answer;
    case Answer::kDate:
      answer.set_date(text);
      return answer;
    case Answer::kTime:
      answer.set_time(text);
      return answer;
    case Answer::kDateTime:
      answer.set_date_time(text);
      return answer;
    case Answer::kAcknowledged:
      answer.set_acknowledged(text == "OK");
      return answer;
    case Answer::kContent:
      answer.set_content(text);
      return answer;
    default:
      return std::nullopt;
  }
}

rpc::FieldViolations FaultsOf(const Variable& variable, const Answer& answer) {
  ViolationList list;
  CheckValue(variable, answer, "value", &list);
  return std::move(list).Take();
}

}  // namespace lotse::survey
