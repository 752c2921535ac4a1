#include "services/survey/exchange/export/cells.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "services/survey/engine/row_reader.h"

namespace lotse::survey {
namespace {

using Kind = ExportColumn::Kind;

// Place of the option in a ranking, from 1; 0: none.
std::int64_t RankOf(std::size_t option, absl::string_view ranked) {
  for (std::size_t rank = 0; rank < ranked.size() / 2; ++rank) {
    if (RankedOption(ranked, rank) == option) return static_cast<std::int64_t>(rank) + 1;
  }
  return 0;
}

// The decimal, or the next one where it would be taken for a missing code.
double Apart(double decimal, const MissingCodes& missing) {
  const auto is_code = [&decimal](std::int64_t code) {
    return static_cast<double>(code) == decimal;
  };
  while (std::any_of(missing.begin(), missing.end(), is_code)) {
    decimal = std::nextafter(decimal, 0.0);
  }
  return decimal;
}

Cell Number(std::int64_t number) {
  Cell cell;
  cell.number = number;
  return cell;
}

Cell MissingCell(const ExportColumn& column, Missing why) {
  return column.kind == Kind::kText ? Cell{}
                                    : Number(column.missing[static_cast<std::size_t>(why)]);
}

Cell CellFor(const ExportColumn& column, const RowValue& value) {
  Cell cell;
  switch (column.kind) {
    case Kind::kChoice:
      return Number(column.values[value.option].value);
    case Kind::kTicked:
      return Number(HasBit(value.chosen, column.option) ? 1 : 0);
    case Kind::kRank:
      return Number(RankOf(column.option, value.ranked));
    case Kind::kInteger:
      return Number(value.integer);
    case Kind::kDecimal:
      cell.decimal = Apart(value.decimal, column.missing);
      return cell;
    case Kind::kAnswered:
      return Number(1);
    default:
      cell.text = value.text;
      return cell;
  }
}

// The instances in the repeats of a row; false if it is damaged.
bool InstancesOf(const CompiledInstrument& instrument, absl::string_view row,
                 std::vector<RepeatInstance>* instances) {
  auto reader = RowReader::Open(instrument, row);
  if (!reader.has_value()) return false;
  RowValue value;
  RowReader::Step step;
  while ((step = reader->Next(&value)) == RowReader::Step::kValue) {
  }
  return step == RowReader::Step::kEnd && ReadInstances(instrument, &reader->rest(), instances);
}

// How many instances of `repeat` there are in the instances `path`.
int CountIn(absl::Span<const RepeatInstance> instances, std::size_t repeat,
            absl::Span<const std::int32_t> path) {
  for (const RepeatInstance& one : instances) {
    if (one.repeat == repeat && one.path.size() == path.size() + 1 &&
        std::equal(path.begin(), path.end(), one.path.begin())) {
      return one.count;
    }
  }
  return 0;
}

}  // namespace

CellReader::CellReader(std::shared_ptr<const CompiledInstrument> instrument,
                       absl::Span<const ExportColumn> columns, TableScope scope)
    : instrument_(instrument),
      columns_(columns),
      scope_(std::move(scope)),
      row_(std::move(instrument)) {}

Cell CellReader::CellOf(const ExportColumn& column,
                        absl::Span<const RepeatInstance> instances) const {
  if (column.kind == Kind::kKey) return Number(rows_);
  if (column.kind == Kind::kCount) return CountOf(column, instances);
  // What was answered in the section that was left is in no table, so it is not here either.
  const int section = instrument_->variables()[column.variable].section;
  if (!scope_.Finished(row_.broke_off_section(), section)) {
    return MissingCell(column, Missing::kNotReached);
  }
  if (row_.answered(column.variable)) return CellFor(column, row_.value(column.variable));
  return MissingCell(column, row_.asked(column.variable) ? Missing::kNoAnswer : Missing::kNotAsked);
}

Cell CellReader::CountOf(const ExportColumn& column,
                         absl::Span<const RepeatInstance> instances) const {
  const std::size_t repeat = *instrument_->RepeatPosition(column.code);
  if (!scope_.Finished(row_.broke_off_section(), instrument_->repeats()[repeat].section)) {
    return MissingCell(column, Missing::kNotReached);
  }
  if (!row_.asked(column.code, {})) return MissingCell(column, Missing::kNotAsked);
  return Number(CountIn(instances, repeat, {}));
}

bool CellReader::Read(absl::string_view row, std::vector<Cell>* cells) {
  std::vector<RepeatInstance> instances;
  if (!row_.Read(row)) return false;
  if (!instrument_->repeats().empty() && !InstancesOf(*instrument_, row, &instances)) return false;
  ++rows_;
  cells->clear();
  for (const ExportColumn& column : columns_) cells->push_back(CellOf(column, instances));
  return true;
}

InstanceReader::InstanceReader(std::shared_ptr<const CompiledInstrument> instrument,
                               const RepeatTable& table, TableScope scope)
    : instrument_(instrument),
      table_(table),
      scope_(std::move(scope)),
      repeat_(*instrument_->RepeatPosition(table.code)),
      row_(std::move(instrument)) {}

Cell InstanceReader::CellOf(const ExportColumn& column, const RepeatInstance& instance,
                            absl::Span<const RepeatInstance> instances) const {
  if (column.kind == Kind::kKey) {
    return Number(column.variable == 0 ? rows_ : instance.path[column.variable - 1]);
  }
  if (column.kind == Kind::kCount) {
    if (!row_.asked(column.code, instance.path)) return MissingCell(column, Missing::kNotAsked);
    return Number(CountIn(instances, *instrument_->RepeatPosition(column.code), instance.path));
  }
  const auto& variables = instrument_->repeats()[repeat_].variables;
  const auto place = std::find(variables.begin(), variables.end(), column.variable);
  const auto& value = instance.values[static_cast<std::size_t>(place - variables.begin())];
  if (value.has_value()) return CellFor(column, *value);
  return MissingCell(
      column, row_.asked(column.code, instance.path) ? Missing::kNoAnswer : Missing::kNotAsked);
}

bool InstanceReader::Read(absl::string_view row,
                          absl::FunctionRef<void(absl::Span<const Cell>)> take) {
  std::vector<RepeatInstance> instances;
  if (!row_.Read(row) || !InstancesOf(*instrument_, row, &instances)) return false;
  ++rows_;
  if (!scope_.Finished(row_.broke_off_section(), instrument_->repeats()[repeat_].section)) {
    return true;
  }
  std::vector<Cell> cells;
  for (const RepeatInstance& instance : instances) {
    if (instance.repeat != repeat_) continue;
    cells.clear();
    for (const ExportColumn& column : table_.columns) {
      cells.push_back(CellOf(column, instance, instances));
    }
    take(cells);
  }
  return true;
}

}  // namespace lotse::survey
