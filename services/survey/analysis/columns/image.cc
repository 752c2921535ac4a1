#include "services/survey/analysis/columns/image.h"

#include <algorithm>

#include "services/survey/engine/relevance.h"

namespace lotse::survey {
namespace {

using v1alpha::Question;

constexpr std::size_t kCodesOfAByte = 256;
// Room for at least so many is made at once, or for an eighth of those who are there, so that
// little of it is empty.
constexpr std::size_t kLeastRoom = 1024;

bool IsChoice(const Variable& variable) {
  return variable.kind == Question::KIND_SINGLE_CHOICE || variable.kind == Question::KIND_MATRIX;
}

}  // namespace

ColumnImage::ColumnImage(std::shared_ptr<const CompiledInstrument> instrument)
    : instrument_(std::move(instrument)) {
  for (const Variable& variable : instrument_->variables()) {
    has_conditions_ |= !variable.relevant_if.empty();
    Column column;
    column.codes = kFirstOption + (IsChoice(variable) ? variable.options->size() : 1);
    if (variable.kind == Question::KIND_MULTIPLE_CHOICE) {
      column.ticked.assign(variable.options->size(), Selection::None(0));
    }
    columns_.push_back(std::move(column));
  }
  values_.resize(columns_.size());
  asked_.assign(columns_.size(), true);
}

void ColumnImage::Reserve(std::size_t people) {
  if (people <= room_) return;
  room_ = people;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    Column& column = columns_[i];
    column.low.reserve(people);
    if (column.codes > kCodesOfAByte) column.high.reserve(people);
    for (Selection& ticked : column.ticked) ticked.Reserve(people);
    if (instrument_->variables()[i].kind == Question::KIND_INTEGER) column.numbers.reserve(people);
  }
}

bool ColumnImage::Read(absl::string_view row) {
  auto reader = RowReader::Open(*instrument_, row);
  if (!reader.has_value()) return false;
  broke_off_section_ = reader->broke_off_section();
  answered_.assign(columns_.size(), false);
  RowValue value;
  RowReader::Step step;
  while ((step = reader->Next(&value)) == RowReader::Step::kValue) {
    answered_[value.variable] = true;
    values_[value.variable] = value;
  }
  return step == RowReader::Step::kEnd;
}

bool ColumnImage::Chosen(const CompiledCondition& condition) const {
  const Variable& variable = instrument_->variables()[condition.variable];
  const RowValue& value = values_[condition.variable];
  return std::any_of(condition.options.begin(), condition.options.end(), [&](const auto& code) {
    const auto option = variable.options->Position(code);
    if (!option.has_value()) return false;
    return IsChoice(variable) ? value.option == *option : HasBit(value.chosen, *option);
  });
}

std::size_t ColumnImage::CodeOf(std::size_t variable) const {
  const Variable& of = instrument_->variables()[variable];
  if (broke_off_section_ != 0 && of.section > broke_off_section_) return kNotReached;
  if (!asked_[variable]) return kNotAsked;
  if (!answered_[variable]) return kNoAnswer;
  return kFirstOption + (IsChoice(of) ? values_[variable].option : 0);
}

void ColumnImage::AppendTo(std::size_t variable, std::size_t code) {
  Column& column = columns_[variable];
  column.low.push_back(static_cast<std::uint8_t>(code));
  if (column.codes > kCodesOfAByte) column.high.push_back(static_cast<std::uint8_t>(code >> 8));
  const bool answered = code >= kFirstOption;
  for (std::size_t option = 0; option < column.ticked.size(); ++option) {
    column.ticked[option].Append(answered && HasBit(values_[variable].chosen, option));
  }
  if (instrument_->variables()[variable].kind == Question::KIND_INTEGER) {
    column.numbers.push_back(answered ? values_[variable].integer : 0);
  }
}

bool ColumnImage::Append(absl::string_view row) {
  if (!Read(row)) return false;
  if (has_conditions_) {
    FindAsked(
        *instrument_, [&](std::size_t variable) -> bool { return answered_[variable]; },
        [&](const CompiledCondition& condition) { return Chosen(condition); }, &asked_);
  }
  if (people_ == room_) Reserve(people_ + std::max(kLeastRoom, people_ / 8));
  for (std::size_t i = 0; i < columns_.size(); ++i) AppendTo(i, CodeOf(i));
  ++people_;
  if (broke_off_section_ != 0 || !broke_off_.empty()) {
    broke_off_.resize(people_);
    broke_off_.back() = static_cast<std::uint8_t>(broke_off_section_);
  }
  return true;
}

std::size_t ColumnImage::Bytes() const {
  std::size_t bytes = broke_off_.capacity();
  for (const Column& column : columns_) {
    bytes += column.low.capacity() + column.high.capacity() +
             column.numbers.capacity() * sizeof(std::int64_t);
    for (const Selection& ticked : column.ticked) bytes += ticked.Bytes();
  }
  return bytes;
}

std::vector<CodeColumn> ColumnImage::Codes(std::size_t variable) const {
  const Column& column = columns_[variable];
  if (column.codes <= kCodesOfAByte) return {{column.low, column.codes}};
  return {{column.high, (column.codes + 255) / kCodesOfAByte}, {column.low, kCodesOfAByte}};
}

}  // namespace lotse::survey
