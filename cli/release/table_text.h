#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "cli/engagement/view.h"
#include "cli/release/figures.h"
#include "lotse/survey/v1alpha/table.pb.h"

// Tables of releases as text for a terminal.
namespace lotse::cli {

// What is known beside a table.
struct TableContext {
  // The variables of the wave by their codes; of those that are not here, only codes are shown.
  std::map<std::string, survey::v1alpha::TableVariable> variables;
  // Release.minimum_base; 0: not known.
  int minimum_base = 0;
};

// The table: what it is of, who is counted, then a line for each cell with its figures and a bar,
// grouped by the rows; those who gave no answer stand apart. A count that is protected is a sign
// and a word, and has no bar. Then what was worked out, and notes. Of a table that was refused
// the rule, and what would be right. `number` is its number in the release; empty: none.
// All figures are those of the service; only the length of bars is worked out here.
std::string ViewTable(const survey::v1alpha::Table& table, absl::string_view number,
                      const TableContext& context, const ViewOptions& options);

// A category as it is shown; one of those who gave no answer says so in words.
std::string CategoryText(const survey::v1alpha::TableCategory& category,
                         const ViewOptions& options);

// What was worked out of a layer: how two variables hang together, and where the answers lie.
std::string ViewLayerStatistics(const survey::v1alpha::Table& table,
                                const survey::v1alpha::TableLayer& layer,
                                const ViewOptions& options, FigureWriter* writer);

// Of the table: alpha of a battery, and how groups are reached.
std::string ViewTableStatistics(const survey::v1alpha::Table& table, const ViewOptions& options,
                                FigureWriter* writer);

}  // namespace lotse::cli
