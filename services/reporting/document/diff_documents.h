#pragma once

#include <string>
#include <vector>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"

namespace lotse::reporting {

// In what two documents differ.
struct DocumentDiff {
  // Cells that they show differently, with what people read in them: those of the later document
  // in its order, then those that only the earlier one has, in its order.
  std::vector<v1alpha::ChangedCell> cells;
  // How many cells differ, also beyond those in `cells`.
  int cell_count = 0;
  // Ids of sections of which text, charts or what surrounds the cells of a table differ, or that
  // only one has: those of the later document in its order, then those of the earlier one. What
  // differs in a sub-section is told of that alone.
  std::vector<std::string> changed_sections;
};

// Compares two versions of a report, in time and space linear in their size. `cells` has at most
// `max_cells`.
//
// Cells are the same if they stand in tables of the same id, in rows and columns of the same
// headings; of several with the same heading the first is compared with the first, and so on. Two
// cells differ if people read something else in them (see CellText), or if one is missing: then
// its text is empty. The heading of a row is no cell of its own. A table that moved to another
// section without a change of its cells is no change of cells.
DocumentDiff DiffDocuments(const v1alpha::Document& before, const v1alpha::Document& after,
                           int max_cells);

}  // namespace lotse::reporting
