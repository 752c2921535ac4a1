#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {

// The answers of one response, each by itself.
class SingleAnswers {
 public:
  // What is wrong with an answer.
  enum class Fault {
    kNone,
    kUnknown,  // No such code, a second answer, or wrong instances.
    kValue,    // The value.
  };

  // Adds what is wrong with `answers`, with paths as in answer_rules.h. All must outlive it.
  SingleAnswers(const CompiledInstrument& instrument,
                const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers,
                ViolationList* violations);

  // The answer to each variable that is in no repeat, or null.
  const std::vector<const v1alpha::Answer*>& answered() const { return answered_; }

  // What is wrong with the answer at this place, from 0.
  Fault fault(int index) const { return faults_[index]; }

 private:
  Fault Check(const v1alpha::Answer& answer, int index);
  Fault CheckOne(const Variable& variable, const v1alpha::Answer& answer, int index);
  Fault CheckRepeat(const Repeat& repeat, const v1alpha::Answer& answer, int index);
  // Whether there was one already to the same code in a repeat, or of a repeat, and instances.
  bool IsSecond(const v1alpha::Answer& answer);
  Fault Second(const std::string& code, int index);

  const CompiledInstrument& instrument_;
  std::vector<const v1alpha::Answer*> answered_;
  std::vector<Fault> faults_;
  absl::flat_hash_set<std::pair<absl::string_view, std::vector<std::int32_t>>> seen_;
  ViolationList& violations_;
};

}  // namespace lotse::survey
