#pragma once

#include <vector>

#include "services/survey/analysis/suppression/coordinate.h"
#include "services/survey/analysis/tables/cell_variables.h"

namespace lotse::survey::tables {

// What everybody knows of answers who knows the questionnaire, among the variables of cells:
// - a filter with several options is the union of them;
// - of a multiple choice, who ticked an option ticked something, and who ticked something ticked
//   one of the options; those who gave no answer are the same for all options;
// - who did not reach a section did not reach the later ones; all of a section are reached by the
//   same;
// - who is not asked a question, by its conditions; questions with the same conditions are asked
//   the same people.
//
// To be called after the last table was counted: it knows the filters that were asked for until
// then, and adds those which conditions need. All of them hold for what WaveCounts counts.
std::vector<suppression::Grouping> GroupingsOf(const TableVariables& variables,
                                               CellVariables* cells);

}  // namespace lotse::survey::tables
