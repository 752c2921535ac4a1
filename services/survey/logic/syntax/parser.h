#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey::logic {

// Reads an expression. INVALID_ARGUMENT with the place, what was found and what would be right if
// it is not one, or is larger than kMaxExpressionBytes, kMaxNesting or kMaxHeight allow. Whether
// codes, names and functions are there is not looked at.
absl::StatusOr<ExpressionPtr> Parse(absl::string_view expression);

}  // namespace lotse::survey::logic
