#include "services/survey/logic/syntax/expression.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::logic {
namespace {

bool SameList(const std::vector<ExpressionPtr>& a, const std::vector<ExpressionPtr>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const ExpressionPtr& x, const ExpressionPtr& y) { return Same(*x, *y); });
}

bool SameStep(const Step& a, const Step& b) {
  return a.axis == b.axis && a.test == b.test && a.name == b.name &&
         SameList(a.predicates, b.predicates);
}

}  // namespace

bool Same(const Expression& a, const Expression& b) {
  return a.kind == b.kind && a.number == b.number && a.text == b.text && a.absolute == b.absolute &&
         SameList(a.operands, b.operands) && SameList(a.predicates, b.predicates) &&
         std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(), SameStep);
}

absl::Status WrongAt(absl::string_view expression, std::size_t position,
                     absl::string_view message) {
  const std::size_t character = types::CodePointCount(expression.substr(0, position)) + 1;
  return absl::InvalidArgumentError(absl::StrCat("character ", character, ": ", message));
}

}  // namespace lotse::survey::logic
