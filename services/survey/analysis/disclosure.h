#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace lotse::survey {

// Fewest persons of whom figures are shown. Source: statistics of municipal
// staff surveys, report groups of 10 and more.
inline constexpr int64_t kMinimumBase = 10;

// Smallest count of persons that is shown. Source: statistics of municipal
// staff surveys, inner cells of 5 and more.
inline constexpr int64_t kMinimumCell = 5;

// What of one table must not be shown. docs/disclosure.md explains the rule and
// the attacks it stands against.
struct Protection {
  // Nothing of the table may be shown, neither its base nor how many did not
  // answer. Everything below is then protected, too.
  bool base_too_small = false;
  // So few persons did not answer that their number is protected: only the
  // number of all responses may be shown, never the number of those who
  // answered, because the difference of the two is the protected number.
  bool missing_protected = false;
  // For each category or option, in the order given: true if its count must not
  // be shown.
  std::vector<bool> cells;

  friend bool operator==(const Protection&, const Protection&) = default;
};

// Which categories of a one-way table must not be shown if everything else and
// the sum of those not shown is. `counts` are the persons per category in the
// order of the questionnaire. `protected_missing`, 0 to kMinimumCell - 1, are
// persons outside the categories whose number is protected too and belongs to
// the same sum. No count may be negative.
//
// Without a count from 1 to kMinimumCell - 1, and with two categories or more
// that are not empty, nothing is protected and zeros are shown. Else every
// category below kMinimumCell is protected, and the next smallest one after the
// other (of equal ones the earlier first), until somebody who knows this rule
// cannot narrow any of them down; if that never comes, all of them.
std::vector<bool> ProtectedCells(absl::Span<const int64_t> counts, int64_t protected_missing);

// What must not be shown of a question of which each person gave one answer:
// single choice, an item of a matrix, an integer in classes. `counts` are the
// persons per category that is possible, `missing` those who did not answer.
// No count may be negative.
Protection ProtectCategories(absl::Span<const int64_t> counts, int64_t missing);

// What must not be shown of a multiple choice. Each option is a table of its
// own with two cells, ticked or not; neither may be small, so an option is shown
// or protected by itself. `ticked` are the persons per option, `answered` those
// who answered the question, with or without a tick, and `missing` those who did
// not. If `missing` is protected they count as not having ticked. No count may
// be negative and none of `ticked` may exceed `answered`.
Protection ProtectOptions(absl::Span<const int64_t> ticked, int64_t answered, int64_t missing);

}  // namespace lotse::survey
