#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::limesurvey {

// Longest expression that is read, in bytes: what an expression of ours may have
// (instrument.proto).
inline constexpr std::size_t kMaxScriptBytes = 16u << 10;
// How deep calls, parentheses and signs may be nested, and how many parts an expression may have.
// Each costs stack, here and wherever the tree is walked.
inline constexpr int kMaxScriptDepth = 64;
inline constexpr int kMaxScriptParts = 1000;

// An expression of ExpressionScript (LimeSurvey manual, "ExpressionScript - Presentation") as a
// tree.
struct Expression {
  enum class Kind {
    // `value` is the numeral.
    kNumber,
    // `value` is the text without its quotation marks.
    kText,
    // `value` is the name of a variable with its suffixes, as `Q1_SQ001.NAOK`.
    kName,
    // `value` is the function in lower case, `parts` are its arguments.
    kCall,
    // `value` is `!`, `-` or `+`, of one part.
    kUnary,
    // `value` is `and` or `or`, of two or more parts; or `==`, `!=`, `<`, `<=`, `>`, `>=`, `+`,
    // `-`, `*`, `/`, of two.
    kBinary,
  };
  Kind kind = Kind::kText;
  std::string value;
  std::vector<Expression> parts;
};

// Reads an expression that stands without its braces. INVALID_ARGUMENT, with what is wrong, if it
// is none, or beyond the limits above.
absl::StatusOr<Expression> ParseExpressionScript(absl::string_view script);

// `left` and `right`, or `or` between any number of them; a single one is itself.
Expression Joined(absl::string_view op, std::vector<Expression> parts);

// Parts of trees, for those who build one.
Expression Number(absl::string_view numeral);
Expression TextOf(absl::string_view text);
Expression Name(absl::string_view name);
Expression Call(absl::string_view function, std::vector<Expression> arguments);
Expression Not(Expression part);
Expression Compared(Expression left, absl::string_view op, Expression right);

// True if `text` is a decimal numeral: digits, with at most one point and a sign.
bool IsNumeral(absl::string_view text);

}  // namespace lotse::survey::limesurvey
