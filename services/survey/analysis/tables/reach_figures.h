#pragma once

#include <cstdint>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/tables/table_plan.h"

namespace lotse::survey::tables {

// Adds how each answer of the first variable is represented beside `table->spec().reference()`, of
// all columns and layers together.
void AddReach(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
              v1alpha::Table* table);

}  // namespace lotse::survey::tables
