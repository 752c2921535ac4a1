#pragma once

#include <string>
#include <vector>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"

namespace lotse::reporting {

// A cell that two documents show differently.
struct CellDifference {
  // What people read in it.
  v1alpha::ChangedCell cell;
  // Whether the later document has no value there: the cell is gone, protected, or says why there
  // is none.
  bool without_value = false;
  // Whether it is of a row that only the earlier document has and that is headed by a value as
  // well, for example the title of a finding or the label of a theme.
  bool of_gone_row = false;
};

// In what two documents differ.
struct DocumentDiff {
  // Cells that they show differently: those of the later document in its order, then those that
  // only the earlier one has, in its order.
  std::vector<CellDifference> cells;
  // How many cells differ, also beyond those in `cells`.
  int cell_count = 0;
  // Ids of sections of which text, charts or what surrounds the cells of a table, with the heading
  // of its first column, differ, or that only one has: those of the later document in its order,
  // then those of the earlier one. What differs in a sub-section is told of that alone.
  std::vector<std::string> changed_sections;
  // What differs outside the sections, in the order of ChangedText.Part.
  std::vector<v1alpha::ChangedText> changed_texts;
};

// Compares two versions of a report, in time and space linear in their size. `cells` has at most
// `max_cells`. What stands in sections that tell of a version itself (Section.about_version, in
// either document) is left out, and of what stands outside the sections all that ChangedText does
// not name.
//
// Cells are the same if they stand in tables of the same id, in columns of the same heading, and in
// rows of the same resource, or of the same heading where a row shows no resource or its table has
// several of one; of several with the same heading the first is compared with the first, and so on.
// Two cells differ if people read something else in them (see CellText; where there is no value,
// why), or if one is missing: then its text is empty. The heading of a row is a cell where the row
// is known by its resource. A table that moved to another section without a change of its cells is
// no change of cells.
DocumentDiff DiffDocuments(const v1alpha::Document& before, const v1alpha::Document& after,
                           int max_cells);

}  // namespace lotse::reporting
