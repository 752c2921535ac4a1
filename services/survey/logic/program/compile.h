#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/program/program.h"

namespace lotse::survey::logic {

// Where an expression stands.
struct Scope {
  // The question that it belongs to: `.`, `current()`, and the place from which `${code}` looks for
  // the nearest instance of a repeat.
  ElementId element = kRootElement;
  // For a filter of options the list: `.` is one of its rows, a name alone one of its columns.
  int list = kNone;
};

// Compiles an expression. INVALID_ARGUMENT with the place, what is wrong and what would be right:
// for what Parse refuses, for codes, lists, columns and functions that are not there, for wrong
// numbers of arguments, for values where a node set is needed, and for patterns and formats that
// cannot be.
//
// A group or repeat whose value is used gives a warning: as XPath says, that is the texts of all in
// it. So does an option that a question does not have; a question where a condition is needed,
// which is true as soon as it is asked; and a word alone, such as `null`, which is nothing.
absl::StatusOr<Program> Compile(absl::string_view expression, const FormTree& tree,
                                const Scope& scope);

}  // namespace lotse::survey::logic
