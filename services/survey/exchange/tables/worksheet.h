#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/tables/table_builder.h"

namespace lotse::survey {

// What the sheets of a workbook share.
struct WorkbookContext {
  std::vector<std::string> strings;
  // Whether the style of this number shows a day or a time.
  std::vector<bool> date_styles;
  // ECMA-376, 18.2.28 `date1904`.
  bool since_1904 = false;
};

// A cell as `B12` names it; row up to 1,048,576, column up to 16,384 (the limits of Excel).
struct CellName {
  int row = 0;
  int column = 0;
};
std::optional<CellName> ParseCellName(absl::string_view name);

// Reads the part of a sheet (ECMA-376, 18.3.1) into a sheet that was begun: texts, numbers,
// truth values (`TRUE`, `FALSE`), days and times (DateText). Of formulas it takes the value that
// was saved last, with a NOTE for each column; formulas without one, errors such as `#N/A` and
// merged cells get a WARNING.
class WorksheetReader {
 public:
  WorksheetReader(const WorkbookContext& context, TableBuilder* builder)
      : context_(context), builder_(*builder) {}

  absl::Status Read(const pugi::xml_node& root);

 private:
  absl::Status ReadRow(const pugi::xml_node& row);
  // Where a cell stands: its name, else behind the one before it.
  absl::StatusOr<int> ColumnOf(const pugi::xml_node& cell);
  absl::StatusOr<std::string> TextOf(const pugi::xml_node& cell);
  std::string NumberOf(const pugi::xml_node& cell, absl::string_view value);
  absl::StatusOr<std::string> SharedText(absl::string_view value) const;
  void NoteFormula(bool has_value);
  void NoteFormulas();
  void WarnOfMerged(const pugi::xml_node& root);

  const WorkbookContext& context_;
  TableBuilder& builder_;
  int row_ = 0;
  int column_ = 0;
  // First row and number of the formulas by column.
  std::map<int, std::pair<int, int>> formulas_;
};

}  // namespace lotse::survey
