#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/tables/table_book.h"
#include "services/survey/exchange/xlsform/form_headings.h"

namespace lotse::survey {

// A cell of a form below its heading.
struct FormCell {
  const Heading* heading;
  absl::string_view text;  // Without white space at its ends; never empty.
};

// A row of a form.
class FormRow {
 public:
  FormRow(absl::string_view sheet, int number) : sheet_(sheet), number_(number) {}

  // The text of the first cell of a column; empty if there is none.
  absl::string_view Value(Column column) const;
  bool Has(Column column) const { return !Value(column).empty(); }
  const std::vector<FormCell>& cells() const { return cells_; }
  void Add(FormCell cell) { cells_.push_back(cell); }

  // Where a column of this row is, by the heading that it has in the file.
  Place At(Column column) const;
  Place At(const Heading& heading) const;

 private:
  absl::string_view sheet_;
  int number_;
  std::vector<FormCell> cells_;
};

// A sheet of a form: the first row with content are the headings. Refers to the table it is made
// of, which outlives it.
class FormSheet {
 public:
  // Cells that are `missing` are empty. Two columns that say the same are an ERROR; text in a
  // column without heading gets a WARNING.
  FormSheet(const TableSheet& sheet, Heading (*parse)(absl::string_view), absl::string_view missing,
            FindingList* findings);
  FormSheet(const FormSheet&) = delete;
  FormSheet& operator=(const FormSheet&) = delete;

  absl::string_view name() const { return name_; }
  const std::vector<Heading>& headings() const { return headings_; }
  bool Has(Column column) const;
  const std::vector<FormRow>& rows() const { return rows_; }
  // The row of the headings.
  Place At(absl::string_view column) const;

 private:
  void ReadHeadings(const TableRow& row, Heading (*parse)(absl::string_view),
                    FindingList* findings);
  const Heading* HeadingOf(int column) const;

  const absl::string_view name_;
  int heading_row_ = 0;
  std::vector<int> columns_;  // Of the headings, ascending.
  std::vector<Heading> headings_;
  std::vector<FormRow> rows_;
};

}  // namespace lotse::survey
