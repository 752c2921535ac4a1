#include "services/survey/engine/answer_rules.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/engine/relevance.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::Question;

// Field of Answer that holds the value for a kind of question.
Answer::ValueCase FieldFor(Question::Kind kind) {
  switch (kind) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MATRIX:
      return Answer::kChoice;
    case Question::KIND_MULTIPLE_CHOICE:
      return Answer::kChoices;
    case Question::KIND_INTEGER:
      return Answer::kInteger;
    case Question::KIND_TEXT:
      return Answer::kText;
    case Question::KIND_FILE:
      return Answer::kFile;
    default:
      return Answer::VALUE_NOT_SET;
  }
}

absl::string_view NameOf(Answer::ValueCase field) {
  switch (field) {
    case Answer::kChoice:
      return "choice";
    case Answer::kChoices:
      return "choices";
    case Answer::kInteger:
      return "integer";
    case Answer::kText:
      return "text";
    case Answer::kFile:
      return "file";
    case Answer::VALUE_NOT_SET:
      break;
  }
  return "value";
}

std::string PathOf(int index, absl::string_view field) {
  return absl::StrCat("answers[", index, "].", field);
}

void CheckChoice(const Variable& variable, const Answer& answer, int index,
                 ViolationList* violations) {
  if (variable.options->Position(answer.choice())) return;
  violations->Add(PathOf(index, "choice"), absl::StrCat("not an option of `", variable.code,
                                                        "`; give the code of one of its ",
                                                        variable.options->size(), " options"));
}

void CheckChoices(const Variable& variable, const Answer& answer, int index,
                  ViolationList* violations) {
  const RepeatedPtrField<std::string>& codes = answer.choices().codes();
  const std::size_t options = variable.options->size();
  if (static_cast<std::size_t>(codes.size()) > options) {
    violations->Add(PathOf(index, "choices.codes"),
                    absl::StrCat("more codes than `", variable.code, "` has options; give each of ",
                                 "its ", options, " options at most once"));
    return;
  }
  std::vector<bool> chosen(options);
  for (int i = 0; i < codes.size(); ++i) {
    const std::optional<std::size_t> option = variable.options->Position(codes[i]);
    if (!option) {
      violations->Add(PathOf(index, absl::StrCat("choices.codes[", i, "]")),
                      absl::StrCat("not an option of `", variable.code, "`; give codes of its ",
                                   options, " options"));
    } else if (chosen[*option]) {
      violations->Add(PathOf(index, absl::StrCat("choices.codes[", i, "]")),
                      "given before; give each option at most once");
    } else {
      chosen[*option] = true;
    }
  }
}

// The range in words. It names the limits and not which of them was missed:
// even that would say something about the answer.
std::string RangeOf(const Variable& variable) {
  if (!variable.maximum) return absl::StrCat(*variable.minimum, " or more");
  if (!variable.minimum) return absl::StrCat(*variable.maximum, " or less");
  return absl::StrCat(*variable.minimum, " to ", *variable.maximum);
}

void CheckInteger(const Variable& variable, const Answer& answer, int index,
                  ViolationList* violations) {
  const bool too_small = variable.minimum && answer.integer() < *variable.minimum;
  const bool too_large = variable.maximum && answer.integer() > *variable.maximum;
  if (!too_small && !too_large) return;
  violations->Add(PathOf(index, "integer"), absl::StrCat("outside the range of `", variable.code,
                                                         "`; give ", RangeOf(variable)));
}

void CheckTextAnswer(const Variable& variable, const Answer& answer, int index,
                     ViolationList* violations) {
  // An empty text would count as answered and say nothing.
  if (answer.text().empty()) {
    violations->Add(PathOf(index, "text"),
                    absl::StrCat("empty; leave the answer to `", variable.code, "` out"));
  } else if (answer.text().size() > variable.maximum_bytes) {
    violations->Add(PathOf(index, "text"),
                    absl::StrCat("too long for `", variable.code, "`; give at most ",
                                 variable.maximum_bytes, " bytes of UTF-8"));
  } else if (!types::IsUtf8(answer.text())) {
    violations->Add(PathOf(index, "text"), "not valid UTF-8; encode the text as UTF-8");
  }
}

void CheckValue(const Variable& variable, const Answer& answer, int index,
                ViolationList* violations) {
  const Answer::ValueCase wanted = FieldFor(variable.kind);
  if (answer.value_case() == Answer::VALUE_NOT_SET) {
    violations->Add(absl::StrCat("answers[", index, "]"),
                    absl::StrCat("no value; give `", NameOf(wanted), "`, or leave the answer to `",
                                 variable.code, "` out if it was not answered"));
    return;
  }
  if (answer.value_case() != wanted) {
    violations->Add(
        PathOf(index, NameOf(answer.value_case())),
        absl::StrCat("wrong kind of answer to `", variable.code, "`; give `", NameOf(wanted), "`"));
    return;
  }
  switch (wanted) {
    case Answer::kChoice:
      return CheckChoice(variable, answer, index, violations);
    case Answer::kChoices:
      return CheckChoices(variable, answer, index, violations);
    case Answer::kInteger:
      return CheckInteger(variable, answer, index, violations);
    case Answer::kText:
      return CheckTextAnswer(variable, answer, index, violations);
    case Answer::kFile:
      return CheckFileAnswer(variable, answer.file(), PathOf(index, "file"), violations);
    case Answer::VALUE_NOT_SET:
      return;
  }
}

// What is wrong with a code that no variable has.
absl::string_view FaultOfCode(const CompiledInstrument& instrument, const std::string& code) {
  if (code.empty()) return "missing; give the code of a question or item";
  if (instrument.IsMatrix(code)) return "a matrix question; answer its items by their own codes";
  return "not in the questionnaire; give the code of a question or item";
}

// What was answered without being asked, and what was asked and has to be answered.
// `answered` has the answer to each variable, or null. Only before the section `open_from`
// what is required has to be there.
void CheckAsked(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                absl::Span<const Answer* const> answered, int open_from,
                ViolationList* violations) {
  const absl::Span<const Variable> variables = instrument.variables();
  const std::vector<bool> asked = AskedVariables(instrument, answered);
  for (int i = 0; i < answers.size(); ++i) {
    const std::optional<std::size_t> position = instrument.Position(answers[i].code());
    if (!position || asked[*position]) continue;
    violations->Add(absl::StrCat("answers[", i, "]"),
                    absl::StrCat("`", variables[*position].code,
                                 "` is not asked after the other answers; leave the answer out"));
  }
  for (std::size_t i = 0; i < variables.size() && variables[i].section < open_from; ++i) {
    if (!variables[i].required || !asked[i] || answered[i] != nullptr) continue;
    violations->Add("answers", absl::StrCat("`", variables[i].code,
                                            "` has to be answered; give an answer to it"));
  }
}

// Answers of sections that were not reached, or a section that does not exist.
void CheckReached(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                  int broke_off_section, ViolationList* violations) {
  if (broke_off_section == 0) return;
  if (broke_off_section < 0 || broke_off_section > instrument.sections()) {
    violations->Add("broke_off_section",
                    absl::StrCat("no section of the questionnaire; give 1 to ",
                                 instrument.sections(), ", or 0 for a complete response"));
    return;
  }
  for (int i = 0; i < answers.size(); ++i) {
    const std::optional<std::size_t> position = instrument.Position(answers[i].code());
    if (!position) continue;
    const Variable& variable = instrument.variables()[*position];
    if (variable.section <= broke_off_section) continue;
    violations->Add(absl::StrCat("answers[", i, "]"),
                    absl::StrCat("`", variable.code, "` is in section ", variable.section,
                                 ", behind the one in which the response broke off; leave the "
                                 "answer out"));
  }
}

// What is required has to be there before the section `open_from`.
rpc::FieldViolations Check(const CompiledInstrument& instrument,
                           const RepeatedPtrField<Answer>& answers, int broke_off_section,
                           int open_from) {
  ViolationList violations;
  const absl::Span<const Variable> variables = instrument.variables();
  if (static_cast<std::size_t>(answers.size()) > variables.size()) {
    violations.Add("answers", absl::StrCat("more answers than there are questions and items; give ",
                                           "at most ", variables.size()));
    return std::move(violations).Take();
  }
  std::vector<const Answer*> answered(variables.size());
  for (int i = 0; i < answers.size(); ++i) {
    const std::optional<std::size_t> position = instrument.Position(answers[i].code());
    if (!position) {
      violations.Add(PathOf(i, "code"), FaultOfCode(instrument, answers[i].code()));
      continue;
    }
    if (answered[*position] != nullptr) {
      violations.Add(PathOf(i, "code"), absl::StrCat("`", variables[*position].code,
                                                     "` is answered twice; give one answer"));
      continue;
    }
    answered[*position] = &answers[i];
    CheckValue(variables[*position], answers[i], i, &violations);
  }
  CheckReached(instrument, answers, broke_off_section, &violations);
  CheckAsked(instrument, answers, answered, open_from, &violations);
  return std::move(violations).Take();
}

}  // namespace

rpc::FieldViolations CheckAnswers(const CompiledInstrument& instrument,
                                  const RepeatedPtrField<Answer>& answers, int broke_off_section) {
  const bool broke_off = broke_off_section > 0 && broke_off_section <= instrument.sections();
  return Check(instrument, answers, broke_off_section,
               broke_off ? broke_off_section : instrument.sections() + 1);
}

rpc::FieldViolations CheckDraft(const CompiledInstrument& instrument,
                                const RepeatedPtrField<Answer>& answers) {
  return Check(instrument, answers, /*broke_off_section=*/0, /*open_from=*/0);
}

int LastAnsweredSection(const CompiledInstrument& instrument,
                        const RepeatedPtrField<Answer>& answers) {
  int last = 1;
  for (const Answer& answer : answers) {
    const std::optional<std::size_t> position = instrument.Position(answer.code());
    if (position) last = std::max(last, instrument.variables()[*position].section);
  }
  return last;
}

RepeatedPtrField<Answer> InInstrumentOrder(const CompiledInstrument& instrument,
                                           const RepeatedPtrField<Answer>& answers) {
  std::vector<std::pair<std::size_t, const Answer*>> order;
  order.reserve(answers.size());
  for (const Answer& answer : answers) {
    const std::optional<std::size_t> position = instrument.Position(answer.code());
    if (position) order.emplace_back(*position, &answer);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  RepeatedPtrField<Answer> sorted;
  sorted.Reserve(answers.size());
  for (const auto& [position, answer] : order) {
    Answer* copy = sorted.Add();
    *copy = *answer;
    copy->DiscardUnknownFields();
    if (!copy->has_choices()) continue;
    const OptionCodes& options = *instrument.variables()[position].options;
    std::stable_sort(copy->mutable_choices()->mutable_codes()->pointer_begin(),
                     copy->mutable_choices()->mutable_codes()->pointer_end(),
                     [&options](const std::string* a, const std::string* b) {
                       return options.Position(*a) < options.Position(*b);
                     });
  }
  return sorted;
}

}  // namespace lotse::survey
