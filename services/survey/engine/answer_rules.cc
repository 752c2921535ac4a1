#include "services/survey/engine/answer_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_order.h"
#include "services/survey/engine/judgement_words.h"
#include "services/survey/engine/program_rules.h"
#include "services/survey/engine/relevance.h"
#include "services/survey/engine/single_answers.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;

// What was answered without being asked, and what was asked and has to be answered.
// `answered` has the answer to each variable, or null. Only before the section `open_from`
// what is required has to be there. With `removed`, what was not asked is no violation and is added
// there: it counts as not answered anyway (relevance.h).
void CheckAsked(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                absl::Span<const Answer* const> answered, int open_from, ViolationList* violations,
                std::vector<int>* removed) {
  const absl::Span<const Variable> variables = instrument.variables();
  const std::vector<bool> asked = AskedVariables(instrument, answered);
  for (int i = 0; i < answers.size(); ++i) {
    const std::optional<std::size_t> position = instrument.Position(answers[i].code());
    if (!position || asked[*position]) continue;
    if (removed != nullptr) {
      removed->push_back(i);
      continue;
    }
    violations->Add(absl::StrCat("answers[", i, "]"), NotAsked(variables[*position].code));
  }
  for (std::size_t i = 0; i < variables.size() && variables[i].section < open_from; ++i) {
    if (!variables[i].required || !asked[i] || answered[i] != nullptr) continue;
    violations->Add("answers", HasToBeAnswered(Named(variables[i].code, {})));
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
    const std::optional<int> section = instrument.SectionOf(answers[i].code());
    if (!section || *section <= broke_off_section) continue;
    violations->Add(absl::StrCat("answers[", i, "]"),
                    absl::StrCat("`", answers[i].code(), "` is in section ", *section,
                                 ", behind the one in which the response broke off; leave the "
                                 "answer out"));
  }
}

// What is required has to be there before the section `open_from`.
JudgedAnswers Judge(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                    int broke_off_section, int open_from, const logic::Environment& environment,
                    IfNotAsked if_not_asked) {
  JudgedAnswers judged;
  ViolationList violations;
  const std::size_t questions = instrument.variables().size();
  if (instrument.repeats().empty() && static_cast<std::size_t>(answers.size()) > questions) {
    violations.Add("answers", absl::StrCat("more answers than there are questions and items; give ",
                                           "at most ", questions));
    judged.violations = std::move(violations).Take();
    return judged;
  }
  const SingleAnswers single(instrument, answers, &violations);
  CheckReached(instrument, answers, broke_off_section, &violations);
  if (instrument.logic() == nullptr) {
    CheckAsked(instrument, answers, single.answered(), open_from, &violations,
               if_not_asked == IfNotAsked::kRemove ? &judged.removed : nullptr);
    judged.answers = InInstrumentOrder(
        instrument, judged.removed.empty() ? answers : Without(judged.removed, answers));
  } else if (violations.empty()) {
    CheckByProgram(instrument, answers, open_from, environment, if_not_asked, &violations, &judged);
  }
  judged.violations = std::move(violations).Take();
  return judged;
}

}  // namespace

JudgedAnswers JudgeAnswers(const CompiledInstrument& instrument,
                           const RepeatedPtrField<Answer>& answers, int broke_off_section,
                           const logic::Environment& environment, IfNotAsked if_not_asked) {
  const bool broke_off = broke_off_section > 0 && broke_off_section <= instrument.sections();
  return Judge(instrument, answers, broke_off_section,
               broke_off ? broke_off_section : instrument.sections() + 1, environment,
               if_not_asked);
}

JudgedAnswers JudgeDraft(const CompiledInstrument& instrument,
                         const RepeatedPtrField<Answer>& answers,
                         const logic::Environment& environment, IfNotAsked if_not_asked) {
  return Judge(instrument, answers, /*broke_off_section=*/0, /*open_from=*/0, environment,
               if_not_asked);
}

rpc::FieldViolations CheckAnswers(const CompiledInstrument& instrument,
                                  const RepeatedPtrField<Answer>& answers, int broke_off_section) {
  return JudgeAnswers(instrument, answers, broke_off_section, {}).violations;
}

rpc::FieldViolations CheckDraft(const CompiledInstrument& instrument,
                                const RepeatedPtrField<Answer>& answers) {
  return JudgeDraft(instrument, answers, {}).violations;
}

RepeatedPtrField<Answer> Without(const std::vector<int>& places,
                                 const RepeatedPtrField<Answer>& answers) {
  RepeatedPtrField<Answer> left;
  auto place = places.begin();
  for (int i = 0; i < answers.size(); ++i) {
    if (place != places.end() && *place == i) {
      ++place;
    } else {
      *left.Add() = answers[i];
    }
  }
  return left;
}

RepeatedPtrField<v1alpha::FormPlace> PlacesOf(const std::vector<int>& places,
                                              const RepeatedPtrField<Answer>& answers) {
  RepeatedPtrField<v1alpha::FormPlace> all;
  for (const int place : places) {
    v1alpha::FormPlace* const one = all.Add();
    one->set_code(answers[place].code());
    *one->mutable_instances() = answers[place].instances();
  }
  return all;
}

int LastAnsweredSection(const CompiledInstrument& instrument,
                        const RepeatedPtrField<Answer>& answers) {
  int last = 1;
  for (const Answer& answer : answers) {
    last = std::max(last, instrument.SectionOf(answer.code()).value_or(1));
  }
  return last;
}

}  // namespace lotse::survey
