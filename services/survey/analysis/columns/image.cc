#include "services/survey/analysis/columns/image.h"

#include <algorithm>

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
    : instrument_(instrument), row_(std::move(instrument)) {
  for (const Variable& variable : instrument_->variables()) {
    Column column;
    column.codes = kFirstOption + (IsChoice(variable) ? variable.options->size() : 1);
    if (variable.kind == Question::KIND_MULTIPLE_CHOICE) {
      column.ticked.assign(variable.options->size(), Selection::None(0));
    }
    columns_.push_back(std::move(column));
  }
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

std::size_t ColumnImage::CodeOf(std::size_t variable) const {
  const Variable& of = instrument_->variables()[variable];
  const int broke_off = row_.broke_off_section();
  if (broke_off != 0 && of.section > broke_off) return kNotReached;
  if (!row_.asked(variable)) return kNotAsked;
  if (!row_.answered(variable)) return kNoAnswer;
  return kFirstOption + (IsChoice(of) ? row_.value(variable).option : 0);
}

void ColumnImage::AppendTo(std::size_t variable, std::size_t code) {
  Column& column = columns_[variable];
  column.low.push_back(static_cast<std::uint8_t>(code));
  if (column.codes > kCodesOfAByte) column.high.push_back(static_cast<std::uint8_t>(code >> 8));
  const bool answered = code >= kFirstOption;
  for (std::size_t option = 0; option < column.ticked.size(); ++option) {
    column.ticked[option].Append(answered && HasBit(row_.value(variable).chosen, option));
  }
  if (instrument_->variables()[variable].kind == Question::KIND_INTEGER) {
    column.numbers.push_back(answered ? row_.value(variable).integer : 0);
  }
}

bool ColumnImage::Append(absl::string_view row) {
  if (!row_.Read(row)) return false;
  if (people_ == room_) Reserve(people_ + std::max(kLeastRoom, people_ / 8));
  for (std::size_t i = 0; i < columns_.size(); ++i) AppendTo(i, CodeOf(i));
  ++people_;
  if (row_.broke_off_section() != 0 || !broke_off_.empty()) {
    broke_off_.resize(people_);
    broke_off_.back() = static_cast<std::uint8_t>(row_.broke_off_section());
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
