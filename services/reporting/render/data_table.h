#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// A table for files that are worked on further: first the columns of the report, unchanged, then
// where the figures come from, so that nothing of a cell is lost:
// - for a column with shares their numerators and denominators;
// - for a column whose figures have different units, those units; if all have the same one it
//   stands in the heading, in brackets;
// - for rows of resources their names and revisions.
// Cells that have no such address are empty: they have no value, not even a missing one.
v1alpha::Table DataTable(const v1alpha::Table& table, Language language);

// What a cell of text says where it is not shown but worked on: a word instead of a dash.
// `geschützt`, `noch nicht erhoben`; the sign and word of a status; text as it is.
std::string DataText(const v1alpha::Cell& cell, Language language);

// The number that a cell has, without its unit: an integer, a share in per cent, a number. False
// if it has none.
bool DataNumber(const v1alpha::Cell& cell, v1alpha::Number* number);

}  // namespace lotse::reporting
