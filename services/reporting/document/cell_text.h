#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "services/reporting/document/format.h"

// What a cell shows to people, the same in every rendering.
namespace lotse::reporting {

// What a cell shows, as one line of text; a dash where there is no value.
std::string CellText(const v1alpha::Cell& cell, Language language);

// The digits of a number without its unit: `1.234,5` or `1,234.5`; the sign of a negative one is
// U+2212.
std::string NumberText(const v1alpha::Number& number, Language language);

// The same with its unit.
std::string NumberWithUnit(const v1alpha::Number& number, Language language);

// The sign of a status, each of its own shape: `○`, `●`, `▲`,
// `■`, `✓`, `◐` or `✕`; empty for one that is not set.
const char* SignOf(v1alpha::Status::Signal signal);

}  // namespace lotse::reporting
