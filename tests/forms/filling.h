#pragma once

#include <google/protobuf/struct.pb.h>

#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/survey/logic/form/instance.h"
#include "services/survey/logic/values/environment.h"
#include "tests/forms/form.h"

namespace lotse::survey {

// One response while it is filled in. Paths and the state are those of evaluate_form_main.cc.
class Filling {
 public:
  // Both outlive it.
  Filling(const Form* form, const logic::Environment* environment)
      : form_(*form), environment_(*environment), instance_(&form->program.tree()) {}

  absl::Status Start();
  absl::Status Set(const std::string& path, const std::string& text);
  absl::Status Add(const std::string& path);
  absl::Status Remove(const std::string& path, int index);
  absl::StatusOr<google::protobuf::Struct> State();

 private:
  // Copies the values of a node and of all below it.
  void Copy(logic::NodeId from, logic::NodeId to);
  absl::StatusOr<logic::NodeId> Find(const std::string& path) const;
  // The node that a repeat is in, and the repeat.
  absl::StatusOr<std::pair<logic::NodeId, logic::ElementId>> FindRepeat(
      const std::string& path) const;

  absl::Status AddNodes(logic::NodeId node, const std::string& path,
                        google::protobuf::ListValue* nodes) const;
  absl::Status AddNode(logic::NodeId node, const std::string& path,
                       google::protobuf::Struct* out) const;
  absl::Status AddChoices(logic::NodeId node, google::protobuf::Struct* out) const;
  void AddViolations(logic::NodeId node, google::protobuf::Struct* out) const;
  std::string KindOf(logic::ElementId element) const;
  const std::string& CodeOf(logic::NodeId node) const {
    return form_.program.tree().element(instance_.element(node)).code;
  }

  const Form& form_;
  const logic::Environment& environment_;
  logic::Instance instance_;
  // When the state was last asked for.
  std::map<logic::NodeId, logic::AnswerViolation::Kind> violations_;
};

}  // namespace lotse::survey
