#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/logic/form/instance.h"

namespace lotse::survey {

// Most instances of all repeats of a response together: a few answers in far instances must not
// fill the memory.
inline constexpr int kMaxInstancesInAll = 10'000;

// The answers of a response as the expressions of its questionnaire see them.
class FormAnswers {
 public:
  // `tree` is that of the questionnaire's program and outlives it.
  explicit FormAnswers(const logic::FormTree& tree);

  // Makes the instances that are counted or that answers are in, and sets the values. False if
  // there would be more than kMaxInstancesInAll, or too many nodes (logic::kMaxNodes); then nothing
  // is to be believed. The answers pass the checks of single answers.
  bool Add(const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers);

  // The node that an answer is for; nullopt if there is no such instance, or no such code.
  std::optional<logic::NodeId> NodeOf(const v1alpha::Answer& answer) const;

  // In which instances of the repeats around it a node is, from the outermost.
  std::vector<std::int32_t> InstancesOf(logic::NodeId node) const;

  logic::Instance& instance() { return instance_; }
  const logic::Instance& instance() const { return instance_; }

 private:
  // Makes the instances that one answer needs; false if there would be too many.
  bool MakeInstances(const v1alpha::Answer& answer);
  bool Require(logic::NodeId parent, logic::ElementId repeat, int count);

  const logic::FormTree& tree_;
  logic::Instance instance_;
  int instances_ = 0;
};

}  // namespace lotse::survey
