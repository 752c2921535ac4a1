#pragma once

#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/tables/cell_variables.h"
#include "services/survey/analysis/tables/wave_counts.h"

namespace lotse::survey::tables {

// What is told first of a wave, as cells, and which of them are not told: the one-way tables of
// TabulateWave, and what the collection report tells besides, which is how many did not get to a
// section (told_break_offs.h). Told are
// - of each table with figures its rows that have a count;
// - how many did not reach it, of each table, with or without figures, unless that is protected. A
//   section of which nothing can span a table needs none: whoever is said not to have reached it
//   may be anybody of those who did not reach the next one, so nothing else follows from it;
// - `missing`: of a question that everybody is asked "no answer", of another one "no answer" and
//   "not asked" together, and each by itself where it is 0 or the collection report tells it
//   (NonResponseOf);
// - of an option of a multiple choice also who did not tick it, where the base are those who
//   answered.
// Everything else is not told, also all other cells of a table without figures. "Anything ticked"
// is in none of these tables, so it is neither told nor withheld.
//
// `basic` is made of the same answers as `counts`, with the same scope.
suppression::Published BasicCells(const v1alpha::TabulateWaveResponse& basic,
                                  const TableVariables& variables, const CellVariables& cells,
                                  WaveCounts* counts);

}  // namespace lotse::survey::tables
