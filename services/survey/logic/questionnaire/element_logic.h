#pragma once

#include <string>
#include <vector>

#include "services/survey/logic/form/form_tree.h"

namespace lotse::survey::logic {

// The expressions of one element, as they are written; empty: there is none. Meanings as in
// QuestionLogic (instrument.proto).
struct ElementLogic {
  // Of any element.
  std::string relevant;
  // Of elements with a value.
  std::string constraint;
  std::string required;
  std::string calculation;
  std::string initial_value;
  std::string read_only;
  // Of elements with options.
  std::string option_filter;
  // Of repeats.
  std::string repeat_count;

  // If not empty, `calculation` is computed only when one of these has changed.
  std::vector<ElementId> triggers;
  // True if a person answers it as well: `calculation` is then computed only when something that it
  // reads has changed, so that it does not undo what the person wrote.
  bool asked = false;
};

// Which expression of an element.
enum class LogicProperty {
  kRelevant,
  kConstraint,
  kRequired,
  kCalculation,
  kInitialValue,
  kReadOnly,
  kOptionFilter,
  kRepeatCount,
};

// Something about an expression of a questionnaire.
struct LogicFinding {
  ElementId element = kRootElement;
  LogicProperty property = LogicProperty::kRelevant;
  // True: it cannot be run. False: it is allowed, and probably not meant.
  bool error = false;
  std::string message;
};

}  // namespace lotse::survey::logic
