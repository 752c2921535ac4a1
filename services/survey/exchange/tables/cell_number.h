#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// A number of a cell as a decimal numeral without exponent, the shortest that is read as the same
// binary fraction: `3` for `3.0`, `0.1` for `0.10000000000000001`. Nothing if it is no number.
std::optional<std::string> NumberText(absl::string_view number);

// Whether a format of numbers shows a day or a time: one of the built-in numbers of ECMA-376,
// 18.8.30, or a `code` with a letter for a part of one outside of quotes and brackets.
bool IsDateFormat(int id, absl::string_view code);

// The day `2026-03-01`, the time `08:30:00` (below 1) or both `2026-03-01T08:30:00` that a number
// of a cell means, to the nearest second. `since_1904`: days count from 1904-01-01 and not from
// 1900 (ECMA-376, 18.17.4.1). Nothing for numbers that mean no day from 1900 to 9999, among them
// the 29th of February 1900, which spreadsheets know and the calendar does not.
std::optional<std::string> DateText(double number, bool since_1904);

}  // namespace lotse::survey
