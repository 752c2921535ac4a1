#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/survey/exchange/tables/table_builder.h"

namespace lotse::survey {

// Adds the rows of a file in which one table stands below the other: a text in the first column
// is the name of a sheet, which begins there; all further columns are its cells.
class SectionedRows {
 public:
  explicit SectionedRows(TableBuilder* builder) : builder_(*builder) {}

  // The next row with its number. An error if there is content before the first sheet.
  absl::Status Add(int row, const std::vector<std::string>& fields);

 private:
  TableBuilder& builder_;
  bool begun_ = false;
};

}  // namespace lotse::survey
