#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/tables/count_table.h"

namespace lotse::survey::tables {

// Protects tables that were counted: ProtectRelease, with them in place of `task.tables`. The
// reliability of a battery is what two items have in common, so it is given only if the crosstabs
// of each two items could be shown as well, and all of each of them; else it is taken out of
// `counted`. They come after all tables: no table is refused because of them.
absl::StatusOr<suppression::ProtectionResult> ProtectTables(suppression::ProtectionTask task,
                                                            std::vector<CountedTable>* counted);

// Whether a table that was given away tells how reliable a battery is.
bool TellsReliability(const v1alpha::Table& table);

}  // namespace lotse::survey::tables
