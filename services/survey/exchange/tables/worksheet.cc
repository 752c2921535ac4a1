#include "services/survey/exchange/tables/worksheet.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/tables/cell_number.h"
#include "services/survey/exchange/tables/package_xml.h"
#include "services/survey/exchange/tables/shared_strings.h"

namespace lotse::survey {
namespace {

using pugi::xml_node;

constexpr int kMaxRow = 1'048'576;
constexpr int kMaxColumn = 16'384;

}  // namespace

std::optional<CellName> ParseCellName(absl::string_view name) {
  CellName cell;
  std::size_t i = 0;
  for (; i < name.size() && absl::ascii_isalpha(static_cast<unsigned char>(name[i])); ++i) {
    cell.column =
        cell.column * 26 + (absl::ascii_toupper(static_cast<unsigned char>(name[i])) - 'A' + 1);
    if (cell.column > kMaxColumn) return std::nullopt;
  }
  const absl::string_view digits = name.substr(i);
  if (i == 0 || digits.empty() || !absl::ascii_isdigit(static_cast<unsigned char>(digits[0])) ||
      !absl::SimpleAtoi(digits, &cell.row) || cell.row < 1 || cell.row > kMaxRow) {
    return std::nullopt;
  }
  return cell;
}

absl::Status WorksheetReader::Read(const xml_node& root) {
  for (const xml_node& row : ChildNamed(root, "sheetData").children()) {
    if (LocalName(row.name()) != "row") continue;
    if (absl::Status s = ReadRow(row); !s.ok()) return s;
  }
  NoteFormulas();
  WarnOfMerged(root);
  return absl::OkStatus();
}

absl::Status WorksheetReader::ReadRow(const xml_node& row) {
  const absl::string_view number = AttributeNamed(row, "r");
  if (number.empty()) {
    ++row_;
  } else if (!absl::SimpleAtoi(number, &row_)) {
    row_ = 0;
  }
  if (row_ < 1 || row_ > kMaxRow) {
    return UnreadableTable(absl::StrCat(builder_.Name(row_, 1),
                                        ": a row without a number from 1 "
                                        "to ",
                                        kMaxRow, "; open and save the workbook anew"));
  }
  column_ = 0;
  for (const xml_node& cell : row.children()) {
    if (LocalName(cell.name()) != "c") continue;
    const absl::StatusOr<int> column = ColumnOf(cell);
    if (!column.ok()) return column.status();
    column_ = *column;
    const absl::StatusOr<std::string> text = TextOf(cell);
    if (!text.ok()) return text.status();
    if (text->empty()) continue;
    if (absl::Status s = builder_.AddCell(row_, column_, *text); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<int> WorksheetReader::ColumnOf(const xml_node& cell) {
  const absl::string_view name = AttributeNamed(cell, "r");
  if (name.empty() && column_ < kMaxColumn) return column_ + 1;
  const std::optional<CellName> parsed = ParseCellName(name);
  if (parsed && parsed->row == row_) return parsed->column;
  return UnreadableTable(absl::StrCat(builder_.Name(row_, column_ + 1), ": the cell says it is `",
                                      Shortened(name), "`; open and save the workbook anew"));
}

absl::StatusOr<std::string> WorksheetReader::TextOf(const xml_node& cell) {
  const absl::string_view type = AttributeNamed(cell, "t");
  if (type == "inlineStr") return RichText(ChildNamed(cell, "is"));
  const xml_node value_node = ChildNamed(cell, "v");
  const absl::string_view value = value_node.text().get();
  if (ChildNamed(cell, "f")) NoteFormula(static_cast<bool>(value_node));
  if (value.empty()) return "";
  if (type == "s") return SharedText(value);
  if (type == "b") return value == "1" || value == "true" ? "TRUE" : "FALSE";
  if (type == "str") return WithoutEscapes(value);
  if (type == "e") {
    builder_.findings().Warn(
        builder_.At(row_, column_), "",
        absl::StrCat("The cell shows the error ", Shortened(value), "; correct its formula."));
    return std::string(value);
  }
  if (type == "d") return std::string(value);
  return NumberOf(cell, value);
}

std::string WorksheetReader::NumberOf(const xml_node& cell, absl::string_view value) {
  std::optional<std::string> number = NumberText(absl::StripAsciiWhitespace(value));
  if (!number) {
    builder_.findings().Warn(builder_.At(row_, column_), "",
                             "The cell says that it is a number and is none; its text is taken.");
    return std::string(value);
  }
  std::uint32_t style = 0;
  if (!absl::SimpleAtoi(AttributeNamed(cell, "s"), &style)) style = 0;
  if (style >= context_.date_styles.size() || !context_.date_styles[style]) return *number;
  double serial = 0;
  const bool is_number = absl::SimpleAtod(*number, &serial);
  const std::optional<std::string> date =
      is_number ? DateText(serial, context_.since_1904) : std::nullopt;
  builder_.findings().Note(
      builder_.At(row_, column_), "",
      date ? absl::StrCat("The day or time of the cell is taken as ", *date, ".")
           : absl::StrCat("The cell is shown as a day and is none; it is taken as ", *number, "."));
  return date ? *date : *number;
}

absl::StatusOr<std::string> WorksheetReader::SharedText(absl::string_view value) const {
  std::uint32_t index = 0;
  if (absl::SimpleAtoi(value, &index) && index < context_.strings.size()) {
    return context_.strings[index];
  }
  return UnreadableTable(absl::StrCat(builder_.Name(row_, column_),
                                      ": its text is not among the shared strings; open and save "
                                      "the workbook anew"));
}

void WorksheetReader::NoteFormula(bool has_value) {
  if (has_value) {
    auto& [first, count] = formulas_.try_emplace(column_, row_, 0).first->second;
    ++count;
    return;
  }
  builder_.findings().Warn(
      builder_.At(row_, column_), "",
      "A formula without a saved value was left out; open and save the workbook in a spreadsheet "
      "program, or write the value.");
}

void WorksheetReader::NoteFormulas() {
  for (const auto& [column, formulas] : formulas_) {
    builder_.findings().Note(
        builder_.At(formulas.first, column), "",
        absl::StrCat(formulas.second,
                     " cells of this column are computed by formulas; the values that were saved "
                     "last are taken."));
  }
}

void WorksheetReader::WarnOfMerged(const xml_node& root) {
  for (const xml_node& merged : ChildNamed(root, "mergeCells").children()) {
    const absl::string_view range = AttributeNamed(merged, "ref");
    if (range.empty()) continue;
    const CellName first = ParseCellName(range.substr(0, range.find(':'))).value_or(CellName());
    builder_.findings().Warn(builder_.At(first.row, first.column), "",
                             absl::StrCat("The cells ", Shortened(range),
                                          " are merged; their text counts for the first one only, "
                                          "so undo the merge."));
  }
}

}  // namespace lotse::survey
