#include "services/survey/exchange/xlsform/form_sheet.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xlsform/cell_words.h"

namespace lotse::survey {

absl::string_view FormRow::Value(Column column) const {
  for (const FormCell& cell : cells_) {
    if (cell.heading->column == column) return cell.text;
  }
  return "";
}

Place FormRow::At(Column column) const {
  for (const FormCell& cell : cells_) {
    if (cell.heading->column == column) return At(*cell.heading);
  }
  return {number_, std::string(sheet_), std::string(NameOf(column))};
}

Place FormRow::At(const Heading& heading) const {
  return {number_, std::string(sheet_), heading.text};
}

FormSheet::FormSheet(const TableSheet& sheet, Heading (*parse)(absl::string_view),
                     absl::string_view missing, FindingList* findings)
    : name_(sheet.name) {
  if (sheet.rows.empty()) return;
  ReadHeadings(sheet.rows.front(), parse, findings);
  std::set<int> without_heading;
  for (std::size_t i = 1; i < sheet.rows.size(); ++i) {
    FormRow row(name_, sheet.rows[i].number);
    for (const TableCell& cell : sheet.rows[i].cells) {
      const absl::string_view text = Stripped(cell.text);
      if (text.empty() || (!missing.empty() && text == missing)) continue;
      if (const Heading* heading = HeadingOf(cell.column)) {
        row.Add({heading, text});
      } else if (without_heading.insert(cell.column).second) {
        findings->Warn(Place{sheet.rows[i].number, sheet.name, ColumnLetters(cell.column)}, "",
                       "Text in a column without a heading was left out.");
      }
    }
    if (!row.cells().empty()) rows_.push_back(std::move(row));
  }
}

void FormSheet::ReadHeadings(const TableRow& row, Heading (*parse)(absl::string_view),
                             FindingList* findings) {
  heading_row_ = row.number;
  std::set<std::pair<std::string, std::string>> seen;
  for (const TableCell& cell : row.cells) {
    Heading heading = parse(Stripped(cell.text));
    const std::string column = heading.column == Column::kOther
                                   ? heading.text
                                   : absl::StrCat("\n", static_cast<int>(heading.column));
    const bool may_repeat =
        heading.column == Column::kTechnical || heading.column == Column::kComment;
    if (!seen.emplace(column, heading.language).second && !may_repeat) {
      findings->Fail(At(heading.text), "",
                     absl::StrCat("Another column says the same as `", Shortened(heading.text),
                                  "`; keep one of them."));
    }
    columns_.push_back(cell.column);
    headings_.push_back(std::move(heading));
  }
}

const Heading* FormSheet::HeadingOf(int column) const {
  const auto found = std::lower_bound(columns_.begin(), columns_.end(), column);
  if (found == columns_.end() || *found != column) return nullptr;
  return &headings_[static_cast<std::size_t>(found - columns_.begin())];
}

bool FormSheet::Has(Column column) const {
  return std::any_of(headings_.begin(), headings_.end(),
                     [column](const Heading& heading) { return heading.column == column; });
}

Place FormSheet::At(absl::string_view column) const {
  return {heading_row_, std::string(name_), std::string(column)};
}

}  // namespace lotse::survey
