#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/check_problems.h"

namespace lotse::reporting {

// What is wrong with a chart of a document: it has words, and draws columns of a table of the same
// section, in the number and of the kind that its form needs. A protected cell, and one that says
// why it has no value, can stand in place of a figure. What is drawn of one whole is not more than
// the whole.
void CheckChart(const v1alpha::Chart& chart, const v1alpha::Section& section,
                v1alpha::Section::Scope scope, const std::string& path, Problems& problems);

}  // namespace lotse::reporting
