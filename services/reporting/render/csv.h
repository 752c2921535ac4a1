#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/render/artifact.h"

namespace lotse::reporting {

// For whom CSV files are.
enum class CsvVariant {
  // RFC 4180: `,` between fields, `.` in numbers, days as `2026-11-22`.
  kPlain,
  // A spreadsheet with German settings: `;`, `,` in numbers, days as `22.11.2026`, and a byte order
  // mark, without which such a spreadsheet does not take a file for UTF-8.
  kExcel,
};

// The tables of a document as a zip file, one CSV file in UTF-8 for each, named by its id; see
// DataTable for its columns. `_report.csv` has what is said about the report, the captions and
// notes of the tables and the legend; `_sources.csv`, `_log-heads.csv` and `_rules.csv` have where
// the figures come from.
//
// A text that a spreadsheet would take for a formula gets an apostrophe put before it (see
// types::CsvText); numbers never do. All text is as VisibleText shows it. All files have the
// earliest time that the format knows, so the same input gives the same bytes.
std::string RenderCsv(const v1alpha::Document& document, const Edition& edition,
                      CsvVariant variant);

}  // namespace lotse::reporting
