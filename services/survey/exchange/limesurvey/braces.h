#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey::limesurvey {

// A piece of a text: either as it is written, or an expression that stood in braces.
struct TextPiece {
  bool is_expression = false;
  std::string text;
};

// Takes a text apart at its expressions. Braces with white space behind the opening or before the
// closing one are text, as are empty ones. Source: LimeSurvey manual, "ExpressionScript -
// Presentation". HTML references inside of braces are decoded.
std::vector<TextPiece> SplitAtBraces(absl::string_view text);

}  // namespace lotse::survey::limesurvey
