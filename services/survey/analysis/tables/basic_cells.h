#pragma once

#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/tables/cell_variables.h"
#include "services/survey/analysis/tables/wave_counts.h"

namespace lotse::survey::tables {

// The one-way tables of TabulateWave as cells, and which of them are not told. Told are
// - of each table with figures its rows that have a count, and how many did not reach it;
// - `missing`: of a question that everybody is asked "no answer", of another one "no answer" and
//   "not asked" together, and each by itself where it is 0 or the collection report tells it
//   (NonResponseOf);
// - of an option of a multiple choice also who did not tick it, where the base are those who
//   answered.
// Everything else is not told, also all cells of a table without figures. "Anything ticked" is in
// none of these tables, so it is neither told nor withheld.
//
// `basic` is made of the same answers as `counts`, with the same scope.
suppression::Published BasicCells(const v1alpha::TabulateWaveResponse& basic,
                                  const TableVariables& variables, const CellVariables& cells,
                                  WaveCounts* counts);

}  // namespace lotse::survey::tables
