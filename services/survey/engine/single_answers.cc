#include "services/survey/engine/single_answers.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_values.h"

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

// Checks that an answer says in which instances it is, as many as there are repeats around it;
// false if it does not.
bool CheckInstances(const CompiledInstrument& instrument, const Answer& answer, int index,
                    int repeat, ViolationList* violations) {
  int depth = 0;
  for (; repeat >= 0; repeat = instrument.repeats()[repeat].around) ++depth;
  if (answer.instances_size() != depth) {
    violations->Add(PathOf(index, "instances"),
                    depth == 0
                        ? absl::StrCat("`", answer.code(), "` is in no repeat; leave them out")
                        : absl::StrCat("`", answer.code(), "` is in ", depth,
                                       " repeats; give the number of the instance of each"));
    return false;
  }
  bool right = true;
  for (const int instance : answer.instances()) {
    if (instance >= 1 && instance <= logic::kMaxInstances) continue;
    violations->Add(PathOf(index, "instances"),
                    absl::StrCat("no number of an instance; give 1 to ", logic::kMaxInstances));
    right = false;
  }
  return right;
}

// Checks how many instances a repeat has; false if that cannot be.
bool CheckCount(const Answer& answer, int index, ViolationList* violations) {
  if (answer.has_count() && answer.count() >= 0 && answer.count() <= logic::kMaxInstances) {
    return true;
  }
  violations->Add(PathOf(index, "count"),
                  absl::StrCat("give how many instances of `", answer.code(), "` there are, 0 to ",
                               logic::kMaxInstances));
  return false;
}

}  // namespace

SingleAnswers::SingleAnswers(const CompiledInstrument& instrument,
                             const RepeatedPtrField<Answer>& answers, ViolationList* violations)
    : instrument_(instrument), answered_(instrument.variables().size()), violations_(*violations) {
  faults_.reserve(answers.size());
  for (int i = 0; i < answers.size(); ++i) faults_.push_back(Check(answers[i], i));
}

SingleAnswers::Fault SingleAnswers::Check(const Answer& answer, int index) {
  const std::string& code = answer.code();
  if (const auto position = instrument_.Position(code)) {
    // One that says to be in a repeat is wrong by itself, and no second one.
    const Answer* const before = answered_[*position];
    if (before != nullptr && before->instances().empty() == answer.instances().empty()) {
      return Second(code, index);
    }
    answered_[*position] = &answer;
    return CheckOne(instrument_.variables()[*position], answer, index);
  }
  if (const auto repeated = instrument_.RepeatedPosition(code)) {
    if (IsSecond(answer)) return Second(code, index);
    return CheckOne(instrument_.repeated_variables()[*repeated], answer, index);
  }
  if (const auto repeat = instrument_.RepeatPosition(code)) {
    if (IsSecond(answer)) return Second(code, index);
    return CheckRepeat(instrument_.repeats()[*repeat], answer, index);
  }
  violations_.Add(PathOf(index, "code"), FaultOfCode(instrument_, code));
  return Fault::kUnknown;
}

SingleAnswers::Fault SingleAnswers::CheckOne(const Variable& variable, const Answer& answer,
                                             int index) {
  const bool placed = CheckInstances(instrument_, answer, index, variable.repeat, &violations_);
  ViolationList wrong;
  CheckValue(variable, answer, absl::StrCat("answers[", index, "]"), &wrong);
  const bool right = wrong.empty();
  for (const rpc::FieldViolation& one : std::move(wrong).Take()) {
    violations_.Add(one.field, one.description);
  }
  return !placed ? Fault::kUnknown : right ? Fault::kNone : Fault::kValue;
}

SingleAnswers::Fault SingleAnswers::CheckRepeat(const Repeat& repeat, const Answer& answer,
                                                int index) {
  if (!CheckInstances(instrument_, answer, index, repeat.around, &violations_)) {
    return Fault::kUnknown;
  }
  return CheckCount(answer, index, &violations_) ? Fault::kNone : Fault::kValue;
}

bool SingleAnswers::IsSecond(const Answer& answer) {
  const auto& in = answer.instances();
  return !seen_.insert({answer.code(), std::vector<std::int32_t>(in.begin(), in.end())}).second;
}

SingleAnswers::Fault SingleAnswers::Second(const std::string& code, int index) {
  violations_.Add(PathOf(index, "code"),
                  absl::StrCat("`", code, "` is answered twice; give one answer"));
  return Fault::kUnknown;
}

}  // namespace lotse::survey
