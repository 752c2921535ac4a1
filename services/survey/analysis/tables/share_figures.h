#pragma once

#include <cstdint>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/tables/table_plan.h"

namespace lotse::survey::tables {

// Adds the shares and their intervals to the cells of a table that has its shape, as far as
// `table->spec()` asks for them.
void AddShares(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
               v1alpha::Table* table);

// Adds the association of each layer and the residuals of its cells.
void AddAssociations(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
                     v1alpha::Table* table);

}  // namespace lotse::survey::tables
