#include "services/survey/exchange/export/cells.h"

#include <utility>

namespace lotse::survey {

using Kind = ExportColumn::Kind;

CellReader::CellReader(std::shared_ptr<const CompiledInstrument> instrument,
                       absl::Span<const ExportColumn> columns, TableScope scope)
    : instrument_(instrument),
      columns_(columns),
      scope_(std::move(scope)),
      row_(std::move(instrument)) {}

// What was answered in the section that was left is in no table, so it is not here either.
bool CellReader::IsReached(std::size_t variable) const {
  return scope_.Finished(row_.broke_off_section(), instrument_->variables()[variable].section);
}

Missing CellReader::WhyMissing(std::size_t variable) const {
  if (!IsReached(variable)) return Missing::kNotReached;
  return row_.asked(variable) ? Missing::kNoAnswer : Missing::kNotAsked;
}

Cell CellReader::CellOf(const ExportColumn& column) {
  if (!row_.answered(column.variable) || !IsReached(column.variable)) {
    if (column.kind == Kind::kText) return {};
    return {column.missing[static_cast<std::size_t>(WhyMissing(column.variable))]};
  }
  const RowValue& value = row_.value(column.variable);
  switch (column.kind) {
    case Kind::kChoice:
      return {column.values[value.option].value};
    case Kind::kTicked:
      return {HasBit(value.chosen, column.option) ? 1 : 0};
    case Kind::kInteger:
      return {value.integer};
    case Kind::kAnswered:
      return {1};
    default:
      return {0, value.text};
  }
}

bool CellReader::Read(absl::string_view row, std::vector<Cell>* cells) {
  if (!row_.Read(row)) return false;
  cells->clear();
  for (const ExportColumn& column : columns_) cells->push_back(CellOf(column));
  return true;
}

}  // namespace lotse::survey
