#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/mapping.h"

namespace lotse::cli {

// The mapping of a table whose columns are named by codes and whose cells hold codes of options,
// as `lotse form fill` writes it and programs for XLSForm export it; `lotse help mapping` has the
// names. What nobody can send is left out: groups, notes, what is computed, and, with a warning,
// files, told in `language`, de or en. A column that is none of these stays, for MakePlan to
// refuse.
Mapping MappingByCodes(const survey::v1alpha::Instrument& instrument,
                       const std::vector<std::string>& header, absl::string_view language,
                       std::vector<Problem>* warnings);

}  // namespace lotse::cli
