#include "services/survey/analysis/disclosure.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace lotse::survey {
namespace {

bool IsSmall(int64_t count) { return 0 < count && count < kMinimumCell; }

// The cells that are protected so far. Their sum is known to everybody.
struct ProtectedGroup {
  int64_t categories = 0;
  int64_t largest = 0;
  int64_t sum = 0;
  bool has_missing = false;
};

// True if the group hides each of its cells while `smallest_shown` and all
// above are shown. "Known" is meant of somebody who knows the rule: that each
// category of the group is less than `smallest_shown`, and the missing less
// than kMinimumCell.
bool HidesItsCells(const ProtectedGroup& group, int64_t smallest_shown) {
  // Equal counts would stand on both sides of the line, and the order of the
  // questionnaire would tell which protected one is the largest.
  if (group.largest >= smallest_shown) return false;
  // A category that is known not to be empty has 1 to smallest_shown - 1: that
  // has to be a range of kMinimumCell or more.
  if (smallest_shown < kMinimumCell + 2) return false;
  // A smaller sum can be made up in too few ways with a cell that is not small.
  if (group.sum < 2 * kMinimumCell + 1) return false;
  // Any one cell has to leave room for the whole sum in the others, or it would
  // be known not to be empty, or how many are missing at least.
  const int64_t most = smallest_shown - 1;
  const int64_t cells = group.categories + (group.has_missing ? 1 : 0);
  if (group.sum > (cells - 1) * most) return false;
  // The missing hold less than a category. What of the sum remains to one
  // category in any case must be nothing, or so much that it cannot be small.
  const int64_t missing = group.has_missing ? kMinimumCell - 1 : 0;
  const int64_t fewest = group.sum - (group.categories - 1) * most - missing;
  return fewest <= 0 || fewest >= kMinimumCell;
}

bool NeedsProtection(absl::Span<const int64_t> counts, int64_t protected_missing) {
  if (protected_missing > 0) return true;
  if (std::any_of(counts.begin(), counts.end(), IsSmall)) return true;
  // If all gave the same answer the table would tell everybody's.
  const auto not_empty = [](int64_t count) { return count > 0; };
  return std::count_if(counts.begin(), counts.end(), not_empty) < 2;
}

// True if not even the base may be shown.
bool IsBaseTooSmall(int64_t answered, int64_t missing) {
  if (answered < kMinimumBase) return true;
  // With fewer responses than this the largest protected numbers of missing
  // would leave too few who answered. That a table is shown at all would bound
  // the number of missing: with 11 responses it could only be 1.
  return IsSmall(missing) && answered + missing < kMinimumBase + kMinimumCell - 1;
}

Protection NothingShown(size_t cells) {
  return {
      .base_too_small = true, .missing_protected = true, .cells = std::vector<bool>(cells, true)};
}

}  // namespace

std::vector<bool> ProtectedCells(absl::Span<const int64_t> counts, int64_t protected_missing) {
  std::vector<bool> is_protected(counts.size(), false);
  if (!NeedsProtection(counts, protected_missing)) return is_protected;

  ProtectedGroup group{
      .largest = protected_missing, .sum = protected_missing, .has_missing = protected_missing > 0};
  const auto protect = [&](size_t category) {
    is_protected[category] = true;
    ++group.categories;
    group.largest = std::max(group.largest, counts[category]);
    group.sum += counts[category];
  };
  std::vector<size_t> large;
  for (size_t category = 0; category < counts.size(); ++category) {
    if (counts[category] < kMinimumCell) {
      protect(category);
    } else {
      large.push_back(category);
    }
  }
  std::stable_sort(large.begin(), large.end(),
                   [&](size_t a, size_t b) { return counts[a] < counts[b]; });
  for (size_t i = 0; i < large.size(); ++i) {
    // The first is always added, so that a protected cell is not small for
    // certain, and those who know their own answer are not among few.
    if (i > 0 && HidesItsCells(group, counts[large[i]])) break;
    protect(large[i]);
  }
  return is_protected;
}

Protection ProtectCategories(absl::Span<const int64_t> counts, int64_t missing) {
  const int64_t answered = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  if (IsBaseTooSmall(answered, missing)) return NothingShown(counts.size());
  const bool missing_protected = IsSmall(missing);
  return {.missing_protected = missing_protected,
          .cells = ProtectedCells(counts, missing_protected ? missing : 0)};
}

Protection ProtectOptions(absl::Span<const int64_t> ticked, int64_t answered, int64_t missing) {
  if (IsBaseTooSmall(answered, missing)) return NothingShown(ticked.size());
  Protection protection;
  protection.missing_protected = IsSmall(missing);
  const int64_t base = protection.missing_protected ? answered + missing : answered;
  protection.cells.reserve(ticked.size());
  for (const int64_t yes : ticked) {
    protection.cells.push_back(yes < kMinimumCell || base - yes < kMinimumCell);
  }
  return protection;
}

}  // namespace lotse::survey
