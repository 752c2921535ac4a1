#include "services/survey/analysis/tables/table_cells.h"

#include "services/survey/analysis/tables/scores.h"

namespace lotse::survey::tables {

using v1alpha::TableFilter;
using v1alpha::TableSpec;

int64_t CategoriesOf(const SpanVariable& variable, const TableVariables& variables) {
  return Describe(variable, variables).categories_size();
}

int64_t FilterCellsOf(const TableSpec& spec, const TableVariables& variables) {
  int64_t cells = 1;
  for (const TableFilter& filter : spec.filters()) {
    if (filter.options_size() < 2) continue;
    cells *= CategoriesOf(*variables.Find(filter.variable()), variables);
  }
  return cells;
}

int64_t OwnCellsOf(const TableSpec& spec, const TableVariables& variables) {
  int64_t cells = FilterCellsOf(spec, variables);
  for (const auto& code : spec.variables()) {
    cells *= CategoriesOf(*variables.Find(code), variables);
  }
  if (spec.battery().empty()) return cells;
  return cells * spec.battery_size() * CategoriesOf(*variables.Find(spec.battery(0)), variables);
}

int64_t PairCellsOf(const TableSpec& spec, const TableVariables& variables) {
  const int64_t items = spec.battery_size();
  const int64_t categories = CategoriesOf(*variables.Find(spec.battery(0)), variables);
  return items * (items - 1) / 2 * categories * categories * FilterCellsOf(spec, variables);
}

int64_t CellsOf(const TableSpec& spec, const TableVariables& variables) {
  const int64_t own = OwnCellsOf(spec, variables);
  return Wants(spec, TableSpec::STATISTIC_RELIABILITY) ? own + PairCellsOf(spec, variables) : own;
}

}  // namespace lotse::survey::tables
