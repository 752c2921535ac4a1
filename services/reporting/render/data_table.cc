#include "services/reporting/render/data_table.h"

#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Number;
using v1alpha::Row;
using v1alpha::Table;

// The unit of a figure; nothing of a cell that is none.
std::optional<std::string> UnitOf(const Cell& cell) {
  Number number;
  if (!DataNumber(cell, &number)) return std::nullopt;
  return number.unit();
}

// The units of a column; those of figures that have none are empty.
std::set<std::string> UnitsOf(const Table& table, int column) {
  std::set<std::string> units;
  for (const Row& row : table.rows()) {
    if (column >= row.cells_size()) continue;
    if (const std::optional<std::string> unit = UnitOf(row.cells(column))) units.insert(*unit);
  }
  return units;
}

// Appends a column with what `value_of` says of each row's cell.
template <typename ValueOf>
void AddColumn(const std::string& heading, const Table& from, Table& to, const ValueOf& value_of) {
  to.add_columns(heading);
  for (int i = 0; i < from.rows_size(); ++i) {
    value_of(from.rows(i), *to.mutable_rows(i)->add_cells());
  }
}

const Cell& CellOf(const Row& row, int column) {
  return column < row.cells_size() ? row.cells(column) : Cell::default_instance();
}

void AddUnits(const Table& table, int column, Language language, Table& data) {
  const std::set<std::string> units = UnitsOf(table, column);
  if (units.empty() || (units.size() == 1 && units.begin()->empty())) return;
  if (units.size() == 1) {
    absl::StrAppend(data.mutable_columns(column), " (", *units.begin(), ")");
    return;
  }
  AddColumn(absl::Substitute(RenderWordingOf(language).unit_of, table.columns(column)), table, data,
            [column](const Row& row, Cell& cell) {
              const std::optional<std::string> unit = UnitOf(CellOf(row, column));
              if (unit.has_value() && !unit->empty()) cell.set_text(*unit);
            });
}

void AddCounts(const Table& table, int column, Language language, Table& data) {
  bool shares = false;
  for (const Row& row : table.rows()) shares = shares || CellOf(row, column).has_share();
  if (!shares) return;
  const RenderWording& words = RenderWordingOf(language);
  AddColumn(absl::Substitute(words.numerator_of, table.columns(column)), table, data,
            [column](const Row& row, Cell& cell) {
              const Cell& from = CellOf(row, column);
              if (from.has_share()) cell.set_integer(from.share().numerator());
            });
  AddColumn(absl::Substitute(words.denominator_of, table.columns(column)), table, data,
            [column](const Row& row, Cell& cell) {
              const Cell& from = CellOf(row, column);
              if (from.has_share()) cell.set_integer(from.share().denominator());
            });
}

void AddResources(const Table& table, Language language, Table& data) {
  bool resources = false;
  for (const Row& row : table.rows()) resources = resources || !row.resource().empty();
  if (!resources) return;
  const RenderWording& words = RenderWordingOf(language);
  AddColumn(words.resource_column, table, data, [](const Row& row, Cell& cell) {
    if (!row.resource().empty()) cell.set_text(row.resource());
  });
  AddColumn(words.revision_column, table, data, [](const Row& row, Cell& cell) {
    if (!row.resource().empty()) cell.set_integer(row.revision());
  });
}

}  // namespace

bool DataNumber(const Cell& cell, Number* number) {
  switch (cell.value_case()) {
    case Cell::kInteger:
      number->set_unscaled(cell.integer());
      return true;
    case Cell::kShare:
      number->set_unscaled(cell.share().per_mille());
      number->set_digits(1);
      number->set_unit("%");
      return true;
    case Cell::kNumber:
      *number = cell.number();
      return true;
    default:
      return false;
  }
}

Table DataTable(const Table& table, Language language) {
  Table data = table;
  // Rows of equal length, so that what is added stands below its heading.
  for (Row& row : *data.mutable_rows()) {
    while (row.cells_size() < data.columns_size()) row.add_cells();
  }
  for (int column = 0; column < table.columns_size(); ++column) {
    AddUnits(table, column, language, data);
    AddCounts(table, column, language, data);
  }
  AddResources(table, language, data);
  return data;
}

std::string DataText(const Cell& cell, Language language) {
  switch (cell.value_case()) {
    case Cell::kMissing:
      return MissingWordsOf(cell.missing().reason(), language).word;
    case Cell::VALUE_NOT_SET:
      return "";
    default:
      return CellText(cell, language);
  }
}

}  // namespace lotse::reporting
