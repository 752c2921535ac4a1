#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "services/reporting/document/check_problems.h"

// What is wrong with tables of a document.
namespace lotse::reporting {

// A table with figures names where these come from, by places below `sources`. `scope` is that of
// the section it stands in: goals, measures and statuses do not stand beside monitoring.
void CheckTable(const v1alpha::Table& table, int sources, v1alpha::Section::Scope scope,
                const std::string& path, Problems& problems);

void CheckNumber(const v1alpha::Number& number, const std::string& path, Problems& problems);

// The table of a section with an id, not of those below it; null if it has none.
const v1alpha::Table* TableIn(const v1alpha::Section& section, absl::string_view table_id);

}  // namespace lotse::reporting
