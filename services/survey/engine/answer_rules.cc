#include "services/survey/engine/answer_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_order.h"
#include "services/survey/engine/answer_values.h"
#include "services/survey/engine/program_rules.h"
#include "services/survey/engine/relevance.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;

std::string PathOf(int index, absl::string_view field) {
  return absl::StrCat("answers[", index, "].", field);
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
    const std::optional<int> section = instrument.SectionOf(answers[i].code());
    if (!section || *section <= broke_off_section) continue;
    violations->Add(absl::StrCat("answers[", i, "]"),
                    absl::StrCat("`", answers[i].code(), "` is in section ", *section,
                                 ", behind the one in which the response broke off; leave the "
                                 "answer out"));
  }
}

// Checks that an answer says in which instances it is, as many as there are repeats around it.
void CheckInstances(const CompiledInstrument& instrument, const Answer& answer, int index,
                    int repeat, ViolationList* violations) {
  int depth = 0;
  for (; repeat >= 0; repeat = instrument.repeats()[repeat].around) ++depth;
  if (answer.instances_size() != depth) {
    violations->Add(PathOf(index, "instances"),
                    depth == 0
                        ? absl::StrCat("`", answer.code(), "` is in no repeat; leave them out")
                        : absl::StrCat("`", answer.code(), "` is in ", depth,
                                       " repeats; give the number of the instance of each"));
    return;
  }
  for (const int instance : answer.instances()) {
    if (instance >= 1 && instance <= logic::kMaxInstances) continue;
    violations->Add(PathOf(index, "instances"),
                    absl::StrCat("no number of an instance; give 1 to ", logic::kMaxInstances));
  }
}

// How many instances a repeat has.
void CheckCount(const Answer& answer, int index, ViolationList* violations) {
  if (answer.has_count() && answer.count() >= 0 && answer.count() <= logic::kMaxInstances) return;
  violations->Add(PathOf(index, "count"),
                  absl::StrCat("give how many instances of `", answer.code(), "` there are, 0 to ",
                               logic::kMaxInstances));
}

// The answers of one response, each by itself.
class SingleAnswers {
 public:
  SingleAnswers(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                ViolationList* violations)
      : instrument_(instrument),
        answered_(instrument.variables().size()),
        violations_(*violations) {
    for (int i = 0; i < answers.size(); ++i) Check(answers[i], i);
  }

  // The answer to each variable that is in no repeat, or null.
  const std::vector<const Answer*>& answered() const { return answered_; }

 private:
  void Check(const Answer& answer, int index) {
    const std::string& code = answer.code();
    if (const auto position = instrument_.Position(code)) {
      if (IsSecond(answer, index)) return;
      answered_[*position] = &answer;
      CheckOne(instrument_.variables()[*position], answer, index);
    } else if (const auto repeated = instrument_.RepeatedPosition(code)) {
      if (IsSecond(answer, index)) return;
      CheckOne(instrument_.repeated_variables()[*repeated], answer, index);
    } else if (const auto repeat = instrument_.RepeatPosition(code)) {
      if (IsSecond(answer, index)) return;
      CheckInstances(instrument_, answer, index, instrument_.repeats()[*repeat].around,
                     &violations_);
      CheckCount(answer, index, &violations_);
    } else {
      violations_.Add(PathOf(index, "code"), FaultOfCode(instrument_, code));
    }
  }

  void CheckOne(const Variable& variable, const Answer& answer, int index) {
    CheckInstances(instrument_, answer, index, variable.repeat, &violations_);
    CheckValue(variable, answer, absl::StrCat("answers[", index, "]"), &violations_);
  }

  bool IsSecond(const Answer& answer, int index) {
    const auto& in = answer.instances();
    if (seen_.insert({answer.code(), std::vector<std::int32_t>(in.begin(), in.end())}).second) {
      return false;
    }
    violations_.Add(PathOf(index, "code"),
                    absl::StrCat("`", answer.code(), "` is answered twice; give one answer"));
    return true;
  }

  const CompiledInstrument& instrument_;
  std::vector<const Answer*> answered_;
  absl::flat_hash_set<std::pair<absl::string_view, std::vector<std::int32_t>>> seen_;
  ViolationList& violations_;
};

// What is required has to be there before the section `open_from`.
JudgedAnswers Judge(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                    int broke_off_section, int open_from, const logic::Environment& environment) {
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
    CheckAsked(instrument, answers, single.answered(), open_from, &violations);
    judged.answers = InInstrumentOrder(instrument, answers);
  } else if (violations.empty()) {
    CheckByProgram(instrument, answers, open_from, environment, &violations, &judged.answers);
  }
  judged.violations = std::move(violations).Take();
  return judged;
}

}  // namespace

JudgedAnswers JudgeAnswers(const CompiledInstrument& instrument,
                           const RepeatedPtrField<Answer>& answers, int broke_off_section,
                           const logic::Environment& environment) {
  const bool broke_off = broke_off_section > 0 && broke_off_section <= instrument.sections();
  return Judge(instrument, answers, broke_off_section,
               broke_off ? broke_off_section : instrument.sections() + 1, environment);
}

JudgedAnswers JudgeDraft(const CompiledInstrument& instrument,
                         const RepeatedPtrField<Answer>& answers,
                         const logic::Environment& environment) {
  return Judge(instrument, answers, /*broke_off_section=*/0, /*open_from=*/0, environment);
}

rpc::FieldViolations CheckAnswers(const CompiledInstrument& instrument,
                                  const RepeatedPtrField<Answer>& answers, int broke_off_section) {
  return JudgeAnswers(instrument, answers, broke_off_section, {}).violations;
}

rpc::FieldViolations CheckDraft(const CompiledInstrument& instrument,
                                const RepeatedPtrField<Answer>& answers) {
  return JudgeDraft(instrument, answers, {}).violations;
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
