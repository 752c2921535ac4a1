#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/tables/table_book.h"
#include "services/survey/exchange/xlsform/form_headings.h"

namespace lotse::survey {

// What is said of files that are left out so.
inline constexpr absl::string_view kSecondFile =
    "A form has one file of a kind and language; the others were left out.";

// Writes a sheet of a form row by row. Its columns are those that have a text somewhere, in the
// order of Column, then by language and name.
class SheetWriter {
 public:
  explicit SheetWriter(absl::string_view name) : name_(name) {}

  void BeginRow() { rows_.emplace_back(); }
  // Empty texts are left out.
  void Set(Column column, absl::string_view text);
  // A column that is none of XLSForm.
  void SetOther(absl::string_view heading, absl::string_view text);
  // Each wording into the column of its language. Returns false if one is in plain language,
  // which a form cannot say: it is left out.
  bool SetText(Column column, const type::v1alpha::Text& text);
  // Each file into the column of its kind and language. Returns false if there is a second one for
  // a column, which is left out.
  bool SetMedia(const google::protobuf::RepeatedPtrField<v1alpha::Media>& media);

  // Number of the row that was begun last, in the sheet.
  int row() const { return static_cast<int>(rows_.size()) + 1; }

  TableSheet Finish() const;

 private:
  using Key = std::pair<Column, std::string>;  // Of a column; with its heading.

  const std::string name_;
  std::vector<std::map<Key, std::string>> rows_;
};

}  // namespace lotse::survey
