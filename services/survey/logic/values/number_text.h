#pragma once

#include <string>

#include "absl/strings/string_view.h"

// Numbers and texts of XPath 1.0, sections 3.5, 4.2 and 4.4.
namespace lotse::survey::logic {

// White space of XML: space, tab, line feed, carriage return.
bool IsXmlSpace(char c);

// `text` without white space of XML around it.
absl::string_view Stripped(absl::string_view text);

// The fewest digits that are read as this number, without an exponent; `NaN`, `Infinity`,
// `-Infinity`; 0 and -0 are both `0`.
std::string NumberText(double number);

// A number such as ` -12.5 `, `12.` or `.5`; NaN for anything else, also for `+1`, `1e3` and the
// empty text.
double ReadNumber(absl::string_view text);

}  // namespace lotse::survey::logic
