#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "cli/mapping.h"
#include "lotse/survey/v1alpha/response_service.pb.h"

namespace lotse::cli {

// Sets the answer of a column that has a whole answer: of every kind but kIgnore, kOption, kToken
// and kBrokeOff. `trimmed` is the cell, `original` with the white space around it. Returns what is
// wrong with the cell and what would be right, in `language` (`de`, else English); empty if it is
// right.
std::string ReadCell(const ColumnPlan& column, const std::string& trimmed,
                     const std::string& original, absl::string_view language,
                     survey::v1alpha::Answer* answer);

// A cell in quotation marks; of a long one only how long it is.
std::string ShownCell(const std::string& cell, absl::string_view language);

}  // namespace lotse::cli
