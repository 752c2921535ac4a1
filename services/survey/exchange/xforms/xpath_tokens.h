#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::xforms {

// A token of XPath 1.0 (section 3.7), and `${code}`.
struct XpathToken {
  enum class Kind {
    kName,      // A step; may have a prefix.
    kFunction,  // A name before `(`.
    kNumber,
    kLiteral,   // With its quotes.
    kOperator,  // Also `and`, `or`, `div`, `mod`, `*`, and `-` before an operand.
    kSlash,     // `/` or `//`.
    kDot,       // `.` or `..`.
    kOpen,      // `(` or `[`.
    kClose,     // `)` or `]`.
    kComma,
    kStar,   // `*` as a step.
    kOther,  // `@` and `::`, which forms do not have.
    kCode,   // `${code}`.
  };
  Kind kind;
  absl::string_view text;
  // True for a `-` that belongs to the operand behind it.
  bool unary = false;
};

// Splits `expression`, of which the tokens keep pieces. INVALID_ARGUMENT with what is wrong if a
// character cannot stand there, a literal has no end, or it is longer than four times
// logic::kMaxExpressionBytes: absolute paths are longer than codes.
absl::StatusOr<std::vector<XpathToken>> TokenizeXpath(absl::string_view expression);

// Appends a token as expressions are written here: one space around an operator and behind a
// comma, no other. `text` takes the place of that of the token.
void AppendToken(const XpathToken& token, absl::string_view text, std::string* out);

// The text of a literal without its quotes.
absl::string_view Unquoted(absl::string_view literal);

// An expression whose value is `text`: a literal, or `concat` of several if it has both kinds of
// quotes.
std::string QuotedXpath(absl::string_view text);

}  // namespace lotse::survey::xforms
