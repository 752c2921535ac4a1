#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"

namespace lotse::survey {

// Largest file of GeoJSON: it takes many times its size while it is read.
inline constexpr std::size_t kMaxGeojsonBytes = 1u << 20;

// An option as it stands in a file: its columns with their names, in order.
struct OptionRow {
  // Row of a table, line of XML, number of the feature of GeoJSON; from 1.
  int line = 0;
  std::vector<std::pair<std::string, std::string>> columns;

  // The text of a column; empty if there is none.
  absl::string_view Value(absl::string_view column) const;
};

// What a file with a list of options says.
struct OptionTable {
  std::vector<OptionRow> rows;
  // Columns of the code and of the text of an option, if the form names no others.
  std::string value = "name";
  std::string label = "label";
  // True if there were places on a map, which are no columns.
  bool has_places = false;
  // What else was left out, with its place in the file.
  std::vector<v1alpha::ImportFinding> findings;
};

// Reads a file by the ending of its name. INVALID_ARGUMENT with the place and what would be right
// if it cannot be read.
absl::StatusOr<OptionTable> ReadOptionTable(absl::string_view name, absl::string_view content);

}  // namespace lotse::survey
