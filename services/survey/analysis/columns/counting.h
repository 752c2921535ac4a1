#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/columns/selection.h"

namespace lotse::survey {

// The codes of one variable, one for each person, and how many codes there may be: each is
// below `width`, at most 256.
struct CodeColumn {
  absl::Span<const std::uint8_t> codes;
  std::size_t width = 0;
};

// Most variables that are counted against one another: what spans a table, and its filter.
inline constexpr std::size_t kMaxDimensions = 3;

// How many people have each code, by the code. `of` are those who are counted; null: all.
std::vector<std::int64_t> CountCodes(const CodeColumn& column, const Selection* of = nullptr);

// How many people have each combination of codes: of the columns' codes a, b, c at
// (a * width of b + b) * width of c + c. 1 to kMaxDimensions columns of the same people.
// `of` as above.
std::vector<std::int64_t> CountCombinations(absl::Span<const CodeColumn> columns,
                                            const Selection* of = nullptr);

}  // namespace lotse::survey
