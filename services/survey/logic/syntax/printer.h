#pragma once

#include <string>

#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey::logic {

// The expression as text: one space around operators, only the parentheses that are needed, short
// forms of steps. Parse reads it as the same expression.
std::string Print(const Expression& expression);

}  // namespace lotse::survey::logic
