#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// What a released table is, and what the ids of its parts begin with.
struct ReleasedTableName {
  std::string id;
  std::string title;
  // The third variable, or that beside a battery, in words; empty without one.
  std::string layer_variable;
};

// Appends a released table that was not refused. Of one variable: counts and shares with bars. Of
// two, in each layer: shares of the columns, as bars side by side of two or three groups, and
// counts. Of a battery: shares of the rows, with a diverging chart of a scale, and counts. Then
// what was worked out besides: how groups are reached, association, location, reliability.
void AppendReleasedTable(const survey::v1alpha::Table& table, const ReleasedTableName& name,
                         Language language, v1alpha::Section& section);

}  // namespace lotse::reporting
