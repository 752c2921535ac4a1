#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// `text` without white space at its ends, the no-break space among it.
absl::string_view Stripped(absl::string_view text);

// What a word for a truth value says: `yes`, `true`, `TRUE()`, `1` and `no`, `false`, `0`; nothing
// for any other text, which is an expression.
std::optional<bool> TruthOf(absl::string_view text);

// The pairs of the column `parameters`: `start=1 end=10`, with spaces, commas or semicolons
// between them. Names in small letters. Nothing if a piece is no pair or a name is there twice.
std::optional<std::map<std::string, std::string>> ParseParameters(absl::string_view text);
std::string WriteParameters(const std::map<std::string, std::string>& parameters);

// Whether a default is computed: it names a question (`${a}`), calls a function (`today()`) or
// computes with numbers (`7 * 4`). Any other is a text that is the answer.
bool IsComputed(absl::string_view text);

// `text` as a literal of XPath 1.0: in quotation marks that it does not have, else as a
// `concat` of pieces; and back. Nothing if an expression is no such literal.
std::string XpathLiteral(absl::string_view text);
std::optional<std::string> TextOfLiteral(absl::string_view expression);

// A decimal numeral as Scale has it: an optional minus, digits, digits behind a point.
bool IsNumeral(absl::string_view text);
bool IsWholeNumeral(absl::string_view text);

}  // namespace lotse::survey
