#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/render/artifact.h"

namespace lotse::reporting {

// A document as a workbook: a sheet with what is said about the report and where its figures come
// from, then one for each table, with its caption, its columns (see DataTable) and its notes.
//
// Numbers are numbers, with the digits they are printed with; days are days. What is protected or
// missing is a word, which the notes explain. A number of more than 15 digits is text, as workbooks
// could not hold it. Texts are literal and never formulas; one that is longer than a cell can hold
// (32,767 characters) ends in a note that says so.
//
// The same input gives the same bytes: the day of the document stands for the time at which the
// file was made. Internal with the library's message if it cannot be written.
absl::StatusOr<std::string> RenderXlsx(const v1alpha::Document& document, const Edition& edition);

}  // namespace lotse::reporting
