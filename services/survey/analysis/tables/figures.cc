#include "services/survey/analysis/tables/figures.h"

#include "services/survey/analysis/tables/reach_figures.h"
#include "services/survey/analysis/tables/score_figures.h"
#include "services/survey/analysis/tables/scores.h"
#include "services/survey/analysis/tables/share_figures.h"
#include "services/survey/analysis/tables/table_plan.h"

namespace lotse::survey::tables {

using v1alpha::Table;
using v1alpha::TableCell;
using v1alpha::TableSpec;

Table MakeTable(const TableSpec& spec, const CountedTable& counted, const Withheld& withheld,
                int64_t minimum_base, const TableVariables& variables, const CellVariables& cells) {
  const TablePlan plan(spec, variables, cells);
  const ShownCounts shown(counted, withheld);
  Table table;
  *table.mutable_spec() = spec;
  table.set_base(BaseCount(counted));
  SetShape(plan, &table);
  VisitCells(plan, &table, [&](const Place& place, TableCell* cell) {
    const auto count = shown.At(place);
    if (count.has_value()) {
      cell->set_count(*count);
    } else {
      cell->mutable_protected_();
    }
  });
  AddShares(plan, shown, minimum_base, &table);
  if (Wants(spec, TableSpec::STATISTIC_ASSOCIATION)) {
    AddAssociations(plan, shown, minimum_base, &table);
  }
  if (Wants(spec, TableSpec::STATISTIC_LOCATION) || Wants(spec, TableSpec::STATISTIC_TOP_BOX) ||
      Wants(spec, TableSpec::STATISTIC_NET_PROMOTER)) {
    AddLocations(plan, shown, minimum_base, variables, &table);
  }
  if (Wants(spec, TableSpec::STATISTIC_RELIABILITY)) {
    *table.mutable_reliability() =
        ReliabilityOf(counted.reliability, spec.battery_size(), minimum_base);
  }
  if (Wants(spec, TableSpec::STATISTIC_REACH)) AddReach(plan, shown, minimum_base, &table);
  return table;
}

}  // namespace lotse::survey::tables
