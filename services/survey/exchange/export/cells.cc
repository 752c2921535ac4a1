#include "services/survey/exchange/export/cells.h"

#include <algorithm>
#include <utility>

#include "services/survey/engine/relevance.h"

namespace lotse::survey {

using v1alpha::Question;
using Kind = ExportColumn::Kind;

CellReader::CellReader(std::shared_ptr<const CompiledInstrument> instrument,
                       absl::Span<const ExportColumn> columns, TableScope scope)
    : instrument_(std::move(instrument)), columns_(columns), scope_(std::move(scope)) {
  for (const Variable& variable : instrument_->variables()) {
    has_conditions_ |= !variable.relevant_if.empty();
  }
  values_.resize(instrument_->variables().size());
  asked_.assign(values_.size(), true);
}

bool CellReader::ReadValues(absl::string_view row) {
  auto reader = RowReader::Open(*instrument_, row);
  if (!reader.has_value()) return false;
  broke_off_section_ = reader->broke_off_section();
  answered_.assign(values_.size(), false);
  RowValue value;
  RowReader::Step step;
  while ((step = reader->Next(&value)) == RowReader::Step::kValue) {
    answered_[value.variable] = true;
    values_[value.variable] = value;
  }
  return step == RowReader::Step::kEnd;
}

bool CellReader::Chosen(const CompiledCondition& condition) const {
  const Variable& variable = instrument_->variables()[condition.variable];
  const RowValue& value = values_[condition.variable];
  return std::any_of(condition.options.begin(), condition.options.end(), [&](const auto& code) {
    const auto option = variable.options->Position(code);
    if (!option.has_value()) return false;
    return variable.kind == Question::KIND_MULTIPLE_CHOICE ? HasBit(value.chosen, *option)
                                                           : value.option == *option;
  });
}

// What was answered in the section that was left is in no table, so it is not here either.
bool CellReader::IsReached(std::size_t variable) const {
  const auto section = static_cast<std::size_t>(instrument_->variables()[variable].section);
  return broke_off_section_ == 0 || section > scope_.left_until.size() ||
         broke_off_section_ > scope_.left_until[section - 1];
}

Missing CellReader::WhyMissing(std::size_t variable) const {
  if (!IsReached(variable)) return Missing::kNotReached;
  return asked_[variable] ? Missing::kNoAnswer : Missing::kNotAsked;
}

Cell CellReader::CellOf(const ExportColumn& column) {
  if (!answered_[column.variable] || !IsReached(column.variable)) {
    if (column.kind == Kind::kText) return {};
    return {column.missing[static_cast<std::size_t>(WhyMissing(column.variable))]};
  }
  const RowValue& value = values_[column.variable];
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
  if (!ReadValues(row)) return false;
  if (has_conditions_) {
    FindAsked(
        *instrument_, [&](std::size_t variable) -> bool { return answered_[variable]; },
        [&](const CompiledCondition& condition) { return Chosen(condition); }, &asked_);
  }
  cells->clear();
  for (const ExportColumn& column : columns_) cells->push_back(CellOf(column));
  return true;
}

}  // namespace lotse::survey
