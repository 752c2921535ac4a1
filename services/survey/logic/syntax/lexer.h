#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::logic {

// A word of an expression.
struct Token {
  enum class Kind {
    kEnd,
    kNumber,
    kText,       // `text` without its quotation marks.
    kReference,  // `text` is the code in `${code}`.
    kName,       // A name that is tested.
    kAny,        // `*` as a test.
    kFunction,   // A name before `(`.
    kNodeTest,   // `node` before `(`.
    kAxis,       // A name before `::`.
    kOperator,   // `or and = != < <= > >= + - * div mod | /`
    kOpen,
    kClose,
    kOpenBracket,
    kCloseBracket,
    kComma,
    kDot,
    kDotDot,
    kColons,
  };

  Kind kind = Kind::kEnd;
  // As it stands in the expression, but for kText and kReference.
  absl::string_view text;
  std::size_t position = 0;
  double number = 0;
};

// The words of an expression, with kEnd behind the last. Names and `*` are told from operators by
// section 3.7 of XPath 1.0. INVALID_ARGUMENT with the place and what would be right for a
// character that begins no word, for a text that does not end, and for what the language does not
// have: `//`, `@`, variables, other node tests. The tokens point into `expression`.
absl::StatusOr<std::vector<Token>> Tokens(absl::string_view expression);

}  // namespace lotse::survey::logic
