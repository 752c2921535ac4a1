#pragma once

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/tables/table_book.h"

namespace lotse::survey {

// Puts a TableBook together and keeps it within the limits, whatever file it comes from.
// Everything that a file can hold too much of is an INVALID_ARGUMENT that names the place.
class TableBuilder {
 public:
  // Begins a sheet. An error if there are too many, or if there is one with this name.
  absl::Status BeginSheet(absl::string_view name);

  // Adds a cell to the sheet that was begun last. Cells come row by row and from left to right;
  // an error if they do not. Text without anything but white space is no content and is left
  // out; control characters are, with a WARNING, and line ends become `\n`.
  absl::Status AddCell(int row, int column, absl::string_view text);

  // Place of a cell of the present sheet, the column by its letters.
  Place At(int row, int column) const;
  // The same as the beginning of a message.
  std::string Name(int row, int column) const;

  FindingList& findings() { return findings_; }
  TableBook Finish() &&;

 private:
  absl::Status CheckOrder(int row, int column) const;
  // Makes room for a cell of `bytes`, or says which limit it would pass.
  absl::Status Count(int row, int column, std::size_t bytes);

  TableBook book_;
  FindingList findings_;
  absl::flat_hash_set<std::string> names_;
  int rows_ = 0;
  int cells_ = 0;
  std::size_t bytes_ = 0;
};

// InvalidArgument with the place if a reader of tables would refuse or change something of `book`,
// written with `before` columns before its own.
absl::Status CheckReadable(const TableBook& book, int before);

// InvalidArgument: what is wrong with the file, and what would be right.
absl::Status UnreadableTable(absl::string_view what);

}  // namespace lotse::survey
