#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/survey/qualitative/themes/theme_matrix.h"

// How often themes came up in all: what a release of material may tell of that, beside everything
// that releases of the study told before.
namespace lotse::survey::qualitative {

// A count that a release gave away before, or did not show.
struct ToldTheme {
  std::string theme;
  int64_t base = 0;  // People or cases in all.
  int64_t count = 0;
  bool is_shown = false;
};

// What may be shown.
struct ThemeCounts {
  std::optional<int64_t> base;
  // By theme that is asked for.
  std::vector<std::optional<int64_t>> counts;
};

// Protects the counts of the first `asked` themes of `all`, a matrix of one group or of none;
// behind them come those that were told before and are there still. `told` is in the order of
// time, of one kind of units, and without what this release itself counted.
//
// What was told and is as it was stays told, or hidden, and all of it together is protected as the
// tables of a wave are (suppression::ProtectRelease). But texts are coded on, and people come and
// go. Who has two releases can subtract: so nothing is shown if the number of people differs from
// that of an earlier release by 1 to 4, and no count whose difference to an earlier one would be as
// small: of the same theme, of one above or below it that is not as it was, or of one that is in
// no codebook any more.
absl::StatusOr<ThemeCounts> ProtectCounts(const ThemeMatrix& all, size_t asked,
                                          absl::Span<const ToldTheme> told);

}  // namespace lotse::survey::qualitative
