#pragma once

#include <cstdint>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/tables/variables.h"

namespace lotse::survey::tables {

// How many cells tables have: as many as there can be, whatever was answered. Their specifications
// name known variables.

int64_t CategoriesOf(const SpanVariable& variable, const TableVariables& variables);

// By how many each cell is multiplied, so that overlapping filters can be told apart.
int64_t FilterCellsOf(const v1alpha::TableSpec& spec, const TableVariables& variables);

// Of the table itself.
int64_t OwnCellsOf(const v1alpha::TableSpec& spec, const TableVariables& variables);

// Of the crosstabs of each two items of a battery.
int64_t PairCellsOf(const v1alpha::TableSpec& spec, const TableVariables& variables);

// Of all that is counted of a table.
int64_t CellsOf(const v1alpha::TableSpec& spec, const TableVariables& variables);

}  // namespace lotse::survey::tables
