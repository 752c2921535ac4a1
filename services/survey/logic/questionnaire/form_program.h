#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/form/instance.h"
#include "services/survey/logic/program/compile.h"
#include "services/survey/logic/program/program.h"
#include "services/survey/logic/questionnaire/element_logic.h"
#include "services/survey/logic/values/environment.h"

namespace lotse::survey::logic {

// Most instances that `repeat_count` makes of a repeat.
inline constexpr int kMaxInstances = 1000;

// What is wrong with an answer.
struct AnswerViolation {
  enum class Kind {
    kRequired,    // It is missing.
    kConstraint,  // It does not fulfil the constraint.
    kOption,      // An option that there is not, or that is not offered.
    kRanking,     // Not all that is offered is put in the order.
  };

  NodeId node = kRootNode;
  Kind kind = Kind::kRequired;
};

// All expressions of a questionnaire, compiled, and the order in which they are computed. It never
// changes and may be used by any number of threads.
class FormProgram {
 public:
  // `logic` has an entry for each element of `tree`, in order. See findings() for what is wrong.
  FormProgram(FormTree tree, const std::vector<ElementLogic>& logic);

  const FormTree& tree() const { return *tree_; }

  // What is wrong with expressions, one by one, and the first circle of expressions that need one
  // another, as `a -> b -> a`.
  absl::Span<const LogicFinding> findings() const { return findings_; }
  // False if one of the findings is an error: then the following give FAILED_PRECONDITION.
  bool ok() const { return ok_; }

  // By element, whether it tells of one of those that `told` is true for: it is one of them, it is
  // in one, or whether it is asked, how often, what is offered, or what it is computed to depends
  // on one.
  std::vector<bool> Telling(std::vector<bool> told) const;

  // On what else than answers a value depends that is computed, or set at the start.
  struct Dependence {
    bool on_chance = false;  // It reads something that is drawn.
    bool on_clock = false;
  };
  Dependence Depends(ElementId element) const;

  // The expression of an element as it was compiled; null if there is none.
  const Program* Of(ElementId element, LogicProperty property) const;

  // What is computed of an element.
  enum class Aspect { kInstances, kRelevance, kValue };
  struct Work {
    ElementId element = kRootElement;
    Aspect aspect = Aspect::kValue;
  };
  // All that is computed, each behind what it needs; a group that is named alone needs nothing that
  // is in it. None unless ok().
  absl::Span<const Work> order() const { return order_; }

  // Those by the change of which it is computed, and by nothing else; none: by all that it reads.
  absl::Span<const ElementId> TriggersOf(ElementId element) const {
    return ProgramsOf(element).triggers;
  }

  // Gives nodes without a value their initial value, and computes everything. For a new response,
  // and after a person has added an instance of a repeat, which is `added` then: what else is empty
  // stays empty.
  absl::Status Initialize(Instance* instance, const Environment& environment,
                          NodeId added = kRootNode) const;

  // Computes who is asked, how many instances there are, and calculated values, in the order of
  // what they need. `changed` are the elements that a person has answered since the last time, and
  // `added` the instances of repeats that are new: they begin as a response does, and so do those
  // that the computation makes. What is not asked has no calculated value. Errors are those of
  // EvaluateText, with the code of the question in front.
  absl::Status Recompute(Instance* instance, const Environment& environment,
                         absl::Span<const ElementId> changed,
                         absl::Span<const NodeId> added = {}) const;

  // As Recompute for the answers of a whole response that is handed in: what persons answered, and
  // what was computed when something else changed, stays as it is.
  absl::Status Settle(Instance* instance, const Environment& environment) const;

  // Computes who is asked, and nothing else: of answers that were settled once.
  absl::Status FindRelevant(Instance* instance, const Environment& environment) const;

  // What is wrong with the answers to what is asked, in the order of the questionnaire. `instance`
  // has been computed.
  absl::StatusOr<std::vector<AnswerViolation>> Check(const Instance& instance,
                                                     const Environment& environment) const;

  // Whether it would be asked if what it is in is.
  absl::StatusOr<bool> IsRelevant(const Instance& instance, NodeId node,
                                  const Environment& environment) const;
  // Whether it has to be answered if it is asked.
  absl::StatusOr<bool> IsRequired(const Instance& instance, NodeId node,
                                  const Environment& environment) const;
  // Whether the answer is shown and cannot be changed.
  absl::StatusOr<bool> IsReadOnly(const Instance& instance, NodeId node,
                                  const Environment& environment) const;
  // The rows of the list of the element that are offered, ascending; none if it has no options.
  absl::StatusOr<std::vector<int>> Offered(const Instance& instance, NodeId node,
                                           const Environment& environment) const;

 private:
  // The compiled expressions of an element; null: there is none.
  struct Programs {
    std::unique_ptr<const Program> relevant;
    std::unique_ptr<const Program> constraint;
    std::unique_ptr<const Program> required;
    std::unique_ptr<const Program> calculation;
    std::unique_ptr<const Program> initial_value;
    std::unique_ptr<const Program> read_only;
    std::unique_ptr<const Program> option_filter;
    std::unique_ptr<const Program> repeat_count;
    std::vector<ElementId> triggers;
    bool asked = false;

    // Whether there is one.
    bool Any() const;
  };
  // Why all is computed.
  enum class Occasion { kChange, kHandedIn, kReadAgain };
  // One run over all work.
  struct Pass {
    Instance* instance = nullptr;
    const Environment* environment = nullptr;
    // By element: whether a value of it has changed.
    std::vector<bool> changed;
    // What begins: the root, or instances of repeats that were added.
    std::vector<NodeId> added;
    Occasion occasion = Occasion::kChange;
  };

  ElementId Elements() const { return static_cast<ElementId>(places_.size()); }
  const Programs& ProgramsOf(ElementId element) const { return programs_[places_[element]]; }

  // Whether one of these depends on one of `told`.
  bool Reads(const Programs& made, const std::vector<bool>& told) const;
  void CompileAll(const std::vector<ElementLogic>& logic);
  std::unique_ptr<const Program> CompileOne(const std::string& expression, ElementId element,
                                            LogicProperty property, const Scope& scope);
  void FindOrder();
  // Whether there is anything to compute.
  bool IsWork(const Work& work) const;
  void AddNeeds(const Program* program, std::vector<std::size_t>* needs) const;
  static std::size_t NodeOf(ElementId element, Aspect aspect);

  absl::Status Run(Pass* pass) const;
  absl::Status ComputeInstances(ElementId repeat, NodeId node, Pass* pass) const;
  absl::Status Compute(const Work& work, NodeId node, Pass* pass) const;
  absl::Status ComputeValue(ElementId element, NodeId node, Pass* pass) const;
  static bool IsNew(NodeId node, const Pass& pass);
  bool IsDue(ElementId element, NodeId node, const Pass& pass) const;
  absl::Status SetValue(const Program& program, ElementId element, NodeId node, Pass* pass) const;
  absl::StatusOr<bool> Holds(const Program* program, bool otherwise, const Instance& instance,
                             NodeId node, const Environment& environment) const;
  absl::Status CheckNode(const Instance& instance, NodeId node, const Environment& environment,
                         std::vector<AnswerViolation>* violations) const;
  absl::Status CheckOptions(const Instance& instance, NodeId node, const Environment& environment,
                            std::vector<AnswerViolation>* violations) const;
  absl::StatusOr<bool> IsOffered(const Instance& instance, NodeId node, int row,
                                 const Environment& environment) const;
  absl::Status CheckBelow(const Instance& instance, NodeId node, const Environment& environment,
                          std::vector<AnswerViolation>* violations) const;
  absl::Status Named(ElementId element, const absl::Status& status) const;

  std::unique_ptr<const FormTree> tree_;
  // Of elements without expressions, which are most of them, all the first.
  std::vector<Programs> programs_;
  // Place in `programs_` by element.
  std::vector<std::uint32_t> places_;
  std::vector<Work> order_;
  std::vector<LogicFinding> findings_;
  bool ok_ = true;
};

}  // namespace lotse::survey::logic
