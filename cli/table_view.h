#pragma once

#include <string>

#include "lotse/survey/v1alpha/analysis_service.pb.h"

namespace lotse::cli {

// How tables are shown.
struct TableViewOptions {
  // `de` or `en`.
  std::string language = "de";
  // Columns of the terminal; less than 40 counts as 40.
  int width = 80;
  // Bars of `#` instead of block characters, which have eighths.
  bool ascii = false;
};

// The tables as text for a terminal: the response rate on top, then a table per
// question with label, count, share and bar. A figure that is protected is
// shown as a word and never as a bar of any length. All figures are those of
// the service; nothing is computed here but the length of the bars.
std::string ViewTables(const lotse::survey::v1alpha::TabulateWaveResponse& tables,
                       const TableViewOptions& options);

// A bar for a share: `per_mille` of `width` columns, rounded half up to eighths
// of a column (with `ascii` to whole ones). A share above 0 shows at least the
// smallest step. `per_mille` is cut to 0 to 1000.
std::string Bar(int per_mille, int width, bool ascii);

// "47,9 %" or "47.9%".
std::string FormatPerMille(int per_mille, const std::string& language);

}  // namespace lotse::cli
