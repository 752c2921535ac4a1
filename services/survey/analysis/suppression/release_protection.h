#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "services/survey/analysis/suppression/coordinate.h"
#include "services/survey/analysis/suppression/linked_protect.h"
#include "services/survey/analysis/suppression/linked_tables.h"

// Protects the tables of a release beside everything that was published of the same wave before.
// It sees counts of a wave that is closed and nothing else: no result of it can follow answers
// as they come in.

namespace lotse::survey::suppression {

// The least threshold of all releases: no count from 1 to one less is published in any of them,
// nor can it be calculated from all of them together.
inline constexpr int64_t kLeastCell = 5;

// A table that is published as a whole or refused as a whole. A multiple choice is several
// tables of cells, one for each option; a battery has one for each item.
struct TableToProtect {
  // With the same base and filter, and at least one.
  std::vector<TableSpec> parts;
  // Counts that the table does not show, for what holds between it and others: of a table of a
  // filter with several options (a variable of its own: in, out), the same table with the
  // question of these options in place of the filter. They connect filters that overlap. Never
  // published by this table; protected as far as they can be calculated from all.
  std::vector<TableSpec> unpublished = {};
};

// What was published of the wave, in all releases together.
struct Published {
  std::vector<TableSpec> tables;
  // The cells of `tables`, their margins too, whose count stands in no release: what the last
  // ProtectRelease gave as `hidden`. A count that one release shows and a stricter one withholds
  // is not among them.
  std::vector<CellKey> hidden = {};
  // `unpublished` of those tables.
  std::vector<TableSpec> unpublished = {};
};

struct ProtectionTask {
  Published before;
  // In the order of their importance: if two cannot be published together, the later is refused.
  std::vector<TableToProtect> tables;
  // Of all tables, before and new. They hold among the counts.
  std::vector<Grouping> groupings;
  // Of this release; the threshold is at least kLeastCell. Its sensitive variables are those of
  // all releases of the wave.
  LinkedRules rules;
  // The fewest respondents that a table may be about, its filter considered; at least the
  // threshold of `rules`. It is about the sum of its counts.
  int64_t base_threshold = 10;
};

struct ProtectionResult {
  // One for each of the task's tables; kNone: it is published.
  std::vector<Refusal> refusals;
  // Cells of the published tables, before and new, margins too, whose count stands nowhere: to
  // be kept for the next `Published::hidden`.
  absl::flat_hash_set<CellKey> hidden;
  // Cells of this release's tables, margins too, that it does not show: those of `hidden`, and
  // what only its own stricter rules withhold. This is what its tables are written by.
  absl::flat_hash_set<CellKey> withheld;
};

// Protects in two steps. First, if the rules are stricter than kLeastCell, the tables of this
// release alone by its own rules. Then all tables of all releases, as if one attacker had all of
// them, with the threshold kLeastCell: what is published stays so, what is hidden stays hidden
// everywhere. The base of a published table is published.
//
// What cannot be protected is refused table by table, and the others go on:
//   kBase       a table is about fewer than `base_threshold` respondents, or the number of those
//               whom its filter selects is hidden already, or has to be
//   kInterval, kSingleton  it cannot be protected beside what was published and the tables
//               before it
//   kEffort     it was not settled within the limit of work (kMostWork); of the tables that are
//               still in doubt the later ones go first
// All of it depends on the counts and the order of the task alone, and no clock is asked; the
// same task gives the same result.
//
// INVALID_ARGUMENT: tables that contradict one another or the groupings, or that are none.
absl::StatusOr<ProtectionResult> ProtectRelease(const ProtectionTask& task);

// Whether nothing that `rules` protect can be calculated from `all`: the audit alone, which hides
// nothing. False also if tables that look the same were searched for with all means and not found.
// `before`: the part of `all` that was published, first of all, while these rules did not hold yet.
// Whatever it told stays told: only what `all` tells beyond it counts. `work` pays for it; none:
// kMostWork. INVALID_ARGUMENT as above. RESOURCE_EXHAUSTED: it was not settled within the limit of
// work; nothing is known then.
absl::StatusOr<bool> HoldsTogether(const Published& all, const std::vector<Grouping>& groupings,
                                   const LinkedRules& rules, const Published* before = nullptr,
                                   Work* work = nullptr);

}  // namespace lotse::survey::suppression
