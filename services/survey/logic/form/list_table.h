#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/logic/form/packed_texts.h"

namespace lotse::survey::logic {

// A table of options, or another table that expressions look things up in, as it is handed over.
struct List {
  // Id for `instance('...')`; empty for options that one question has for itself.
  std::string code;
  // Names of the columns: `name` is the code of an option and `label` what is read.
  std::vector<std::string> columns;
  // Each with one cell for each column. Those behind a shorter row are empty.
  std::vector<std::vector<std::string>> rows;
  // True if it is kept outside of the questionnaire: then a column may be there that is not in
  // `columns`.
  bool open = false;
};

// A List as it is kept. Options are most of what a questionnaire takes of memory.
class ListTable {
 public:
  // No row is longer than the columns.
  explicit ListTable(const List& list);

  const std::string& code() const { return code_; }
  const std::vector<std::string>& columns() const { return columns_; }
  bool open() const { return open_; }
  // Places of the columns `name` and `label`; -1 if it has none.
  int name_column() const { return name_column_; }
  int label_column() const { return label_column_; }
  // Place of a column; nullopt if there is none of this name.
  std::optional<int> Column(absl::string_view name) const;

  // How many rows there are, and a cell of one. As long as the table is there.
  std::size_t rows() const { return rows_; }
  absl::string_view Cell(std::size_t row, std::size_t column) const {
    return cells_[row * columns_.size() + column];
  }

 private:
  std::string code_;
  std::vector<std::string> columns_;
  bool open_ = false;
  int name_column_ = -1;
  int label_column_ = -1;
  std::size_t rows_ = 0;
  // Row by row.
  PackedTexts cells_;
};

}  // namespace lotse::survey::logic
