#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/survey/exchange/export/columns.h"

namespace lotse::survey {

// A variable of an SPSS system file.
struct SavVariable {
  std::string name;
  std::size_t width = 0;  // Bytes of a text; 0 for a number.
};

// Mends the dictionary that ReadStat wrote of these variables: `dictionary` is the file up to its
// first case. Source: PSPP Developers' Guide, "System File Format".
//
// Adds multiple response sets, each of dichotomies that count 1: ReadStat cannot write them. And
// gives all variables other short names, which nobody sees. A text of more than 255 bytes is kept
// in several variables there, and the short names that ReadStat makes up for them are taken
// already by others, or by one another, if there are more than some; then readers do not
// find together what belongs together. INTERNAL if the dictionary is not as described there.
absl::Status MendDictionary(absl::Span<const SavVariable> variables,
                            absl::Span<const MultipleResponseSet> sets, std::string* dictionary);

}  // namespace lotse::survey
