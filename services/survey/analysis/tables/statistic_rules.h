#pragma once

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/tables/variables.h"
#include "services/survey/analysis/tables/violations.h"

namespace lotse::survey::tables {

// Adds what is wrong with the statistics of a table, and with what they are made of: scores,
// reversed items, the top box, the reference. Its variables, battery and filters are right.
void CheckStatistics(const v1alpha::TableSpec& spec, const TableVariables& variables,
                     Violations* violations);

}  // namespace lotse::survey::tables
