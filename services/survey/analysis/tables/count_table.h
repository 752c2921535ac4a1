#pragma once

#include <optional>
#include <vector>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/columns/selection.h"
#include "services/survey/analysis/statistics/reliability.h"
#include "services/survey/analysis/suppression/coordinate.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/tables/cell_variables.h"
#include "services/survey/analysis/tables/wave_counts.h"

namespace lotse::survey::tables {

// A table that was asked for, counted and not protected yet. Nothing of it leaves the service but
// through ProtectTables and MakeTable.
struct CountedTable {
  // Its parts: one for a table of choices; of a multiple choice one for each option and then
  // "anything ticked"; of a battery one for each item. The first variable of each is that of the
  // rows (of a battery: of the columns), then that of the columns, then that of the layers.
  suppression::TableToProtect cells;
  // If the reliability of a battery was asked for: the crosstabs of each two items, of all whom the
  // table counts. Alpha is made of their counts, so they are known to whoever knows alpha.
  suppression::TableToProtect pairs;
  // Made of `pairs`; absent also if they cannot all be shown.
  std::optional<statistics::Reliability> reliability;
};

// What `spec.filters` say, as coordinates, ascending. `spec` passes CheckTableSpec.
std::vector<suppression::Coordinate> FilterOf(const v1alpha::TableSpec& spec,
                                              const TableVariables& variables,
                                              CellVariables* cells);

// Who is counted in a table: its base, for the guard against differences of bases.
Selection BaseOf(const v1alpha::TableSpec& spec, const TableVariables& variables,
                 CellVariables* cells, WaveCounts* counts);

// Counts a table. `spec` passes CheckTableSpec. `cells` is the one that `counts` uses.
CountedTable CountTable(const v1alpha::TableSpec& spec, const TableVariables& variables,
                        CellVariables* cells, WaveCounts* counts);

}  // namespace lotse::survey::tables
