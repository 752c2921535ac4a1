#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Expressions as they are written: XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/) as
// ODK XForms (https://getodk.github.io/xforms-spec/) restricts and extends it, and `${code}`.
namespace lotse::survey::logic {

// Largest expression in bytes. Source: instrument.proto.
inline constexpr std::size_t kMaxExpressionBytes = 16 << 10;
// How deep parentheses, brackets and signs may stand in one another. Forms of the field stay
// below 40, which is a chain of `if` in one another.
inline constexpr int kMaxNesting = 100;
// How high the tree of an expression may be: a chain of operators grows to the left without
// nesting.
inline constexpr int kMaxHeight = 600;

struct Expression;
using ExpressionPtr = std::unique_ptr<const Expression>;

// One step of a path, such as `../person[2]` has two.
struct Step {
  enum class Axis { kChild, kParent, kSelf };
  // `name`, `*` or `node()`.
  enum class Test { kName, kAny, kNode };

  Axis axis = Axis::kChild;
  Test test = Test::kNode;
  std::string name;  // For kName.
  std::size_t position = 0;
  std::vector<ExpressionPtr> predicates;
};

// A part of an expression and all that is in it. It never changes once it is read.
struct Expression {
  enum class Kind : std::uint8_t {
    // Two operands or more.
    kOr,
    kAnd,
    kUnion,
    // Two operands.
    kEqual,
    kNotEqual,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kModulo,
    // One operand.
    kNegate,
    // No operand: `number`, `text`.
    kNumber,
    kText,
    // `${text}`.
    kReference,
    // `text(operands)`.
    kCall,
    // `operands[0][predicates]`.
    kFilter,
    // `steps` from the context, from `/` if `absolute`, or from `operands[0]`.
    kPath,
  };

  Kind kind = Kind::kNumber;
  // Byte at which it begins, or the byte of its operator.
  std::size_t position = 0;
  // 1 more than the highest of its parts.
  int height = 1;
  double number = 0;
  std::string text;
  std::vector<ExpressionPtr> operands;
  std::vector<ExpressionPtr> predicates;
  std::vector<Step> steps;
  bool absolute = false;
};

// True if both say the same, wherever they stand.
bool Same(const Expression& a, const Expression& b);

// INVALID_ARGUMENT for what is wrong at a byte of an expression: `character 5: ` with the number
// of the character from 1, and the message.
absl::Status WrongAt(absl::string_view expression, std::size_t position, absl::string_view message);

}  // namespace lotse::survey::logic
