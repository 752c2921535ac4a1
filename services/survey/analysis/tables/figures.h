#pragma once

#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/tables/count_table.h"

namespace lotse::survey::tables {

// The cells whose count a table does not show (ProtectionResult::withheld).
using Withheld = absl::flat_hash_set<suppression::CellKey>;

// The table as it is published (table.proto): what was counted, without the cells that are
// withheld, and the figures that follow from the shown counts alone. `minimum_base` is that of the
// release, with the default filled in: figures of fewer people have no value.
v1alpha::Table MakeTable(const v1alpha::TableSpec& spec, const CountedTable& counted,
                         const Withheld& withheld, int64_t minimum_base,
                         const TableVariables& variables, const CellVariables& cells);

}  // namespace lotse::survey::tables
