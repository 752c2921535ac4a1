#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/form_answers.h"
#include "services/survey/engine/form_state/live_form.h"
#include "services/survey/engine/form_state/piped_text.h"

namespace lotse::survey {

// One evaluation of a LiveForm; used once.
class FormEvaluation : private logic::Texts {
 public:
  // All must outlive it.
  FormEvaluation(const LiveForm& form, const Filling& filling,
                 const logic::Environment& environment);

  // As LiveForm::Evaluate.
  absl::StatusOr<v1alpha::FormState> Run();

 private:
  using Violations = std::vector<v1alpha::FormViolation>;

  // Texts in the language of the filling.
  absl::string_view OptionLabel(int list, int row) const override;

  // The answers one by one: those that are right are used, the others are violations.
  void TakeAnswers();
  absl::Status Compute();
  absl::Status ComputeChange();
  void SetTimes(logic::NodeId parent);
  // Takes over from the former answers what is known of a node and what is in it, and finds what a
  // person has changed since.
  struct Change {
    const logic::Instance& before;
    std::vector<logic::ElementId> changed;
    std::vector<logic::NodeId> added;
  };
  void Carry(logic::NodeId before, logic::NodeId now, Change* change);
  void CarryRepeat(logic::ElementId repeat, logic::NodeId before, logic::NodeId now,
                   Change* change);

  // Violations by the node at which they are told.
  void FindNotAsked();
  absl::Status FindBroken();
  void AddViolation(logic::NodeId node, v1alpha::FormViolation::Kind kind, int answer,
                    std::string description, type::v1alpha::Text message = {});

  // Whether the section of a question is behind the one in which the response broke off, or it too.
  bool IsBehind(absl::string_view code, bool or_it) const;

  void TellPages();
  absl::Status TellBelow(logic::NodeId node);
  absl::Status TellRepeat(logic::NodeId parent, logic::ElementId repeat);
  absl::Status TellElement(logic::NodeId node);
  absl::Status TellAnswered(logic::NodeId node, v1alpha::ElementState* element);
  absl::Status TellOptions(logic::NodeId node, v1alpha::ElementState* element);
  void TellValue(logic::NodeId node, v1alpha::ElementState* element);
  absl::StatusOr<v1alpha::ElementState*> NewElement(logic::NodeId node, logic::ElementId id,
                                                    bool relevant);
  void TellViolations(logic::NodeId node);
  absl::StatusOr<std::int64_t> SeedAt(logic::NodeId node, const FormPart& part);
  absl::Status Fill(const std::optional<PipedText>& text, logic::NodeId node,
                    type::v1alpha::Text* filled);

  logic::Instance& instance() { return answers_.instance(); }
  const FormPart& PartOf(logic::NodeId node) { return form_.part(instance().element(node)); }
  const std::string& CodeOf(logic::NodeId node);

  const LiveForm& form_;
  const Filling& filling_;
  const logic::FormTree& tree_;
  logic::Environment environment_;
  std::int64_t steps_left_ = logic::kMaxStepsOfCall;
  google::protobuf::RepeatedPtrField<v1alpha::Answer> usable_;
  // By place in `usable_`: the number of the answer, from 1 as it was given.
  std::vector<int> numbers_;
  // Answers of which the value is wrong, and what is wrong.
  std::vector<std::pair<int, std::string>> wrong_;
  FormAnswers answers_;
  // By node: place in `usable_`.
  absl::flat_hash_map<logic::NodeId, int> given_;
  absl::flat_hash_map<logic::NodeId, Violations> violations_;
  // By element: whether a node of it is told as relevant.
  std::vector<bool> shown_;
  v1alpha::FormState state_;
};

}  // namespace lotse::survey
