#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey::limesurvey {

// The parts of a name such as `that.Q1_SQ001.NAOK`.
struct NameParts {
  // `self`, `this` or `that`; empty if it begins with none.
  std::string pronoun;
  // Name of the variable; empty behind `self` and `this`.
  std::string variable;
  // What is asked of it, such as `shown`; empty or `code` for the answer itself.
  std::string attribute;
  // True if a question that is not relevant counts as one without an answer.
  bool naok = false;
};

// Takes a name of ExpressionScript apart. Source: LimeSurvey manual, "Reserved variable names" and
// "Variable suffixes".
NameParts SplitName(absl::string_view name);

}  // namespace lotse::survey::limesurvey
