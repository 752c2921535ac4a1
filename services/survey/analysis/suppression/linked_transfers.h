#pragma once

#include "services/survey/analysis/suppression/linked_audit.h"
#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/work.h"

namespace lotse::survey::suppression {

// Proposes tables that look the same to `audit`: people of one hidden category of a variable
// are of another one, and in each crosstab of the variable they are in the line of that. No
// other count of any table changes. It proves in a few steps what small groups need, for which
// linear programmes over all tables of the variable would be solved. `unknown` are the cells
// that nobody publishes. It ends early if no work is left.
void ProveByTransfers(const LinkedTables& tables, const Pattern& unknown,
                      const std::vector<int64_t>& widths, LinkedAudit& audit, Work& work);

}  // namespace lotse::survey::suppression
