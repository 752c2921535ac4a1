#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "services/survey/analysis/suppression/linked_protect.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/suppression/release_tables.h"
#include "services/survey/analysis/suppression/work.h"

namespace lotse::survey::suppression {

// What was left less open by what was published than some rules want it, by key: it cannot be
// mended, and no more is asked of it.
struct Legacy {
  // How wide the interval of a cell can be at most; 0: it is known.
  absl::flat_hash_map<CellKey, int64_t> most = {};
  // `own` and `learned` of a LinkedInsider.
  std::vector<std::pair<CellKey, CellKey>> learned = {};

  // Lowers `most` of the state of `joint`, which has all of its cells, to these, and notes who
  // has learned what. `joint` begins with the same tables.
  void Apply(ReleaseTables& joint) const;
};

// nullopt: the work did not suffice. INVALID_ARGUMENT: tables that contradict one another.
absl::StatusOr<std::optional<Legacy>> LegacyOf(const Published& before,
                                               const std::vector<Grouping>& groupings,
                                               const LinkedRules& rules, Work& work);

}  // namespace lotse::survey::suppression
