#include "services/survey/engine/row_reader.h"

#include "runtime/types/utf8.h"
#include "services/survey/engine/response_row.h"

namespace lotse::survey {
namespace {

using v1alpha::Question;

constexpr std::size_t kHashBytes = 32;

std::int64_t Unfolded(std::uint64_t value) {
  return static_cast<std::int64_t>((value & 1) != 0 ? ~(value >> 1) : value >> 1);
}

}  // namespace

std::optional<RowReader> RowReader::Open(const CompiledInstrument& instrument,
                                         absl::string_view row) {
  RowReader reader(instrument, row);
  if (!reader.Begin()) return std::nullopt;
  return reader;
}

bool RowReader::Begin() {
  absl::string_view form, section;
  broke_off_section_ = BrokeOffSectionOf(rest_);
  if (!Take(1, &form) || !IsResponseRow(form)) return false;
  if (form[0] == kBrokenOffRowForm) {
    if (!Take(1, &section)) return false;
    if (broke_off_section_ < 1 || broke_off_section_ > instrument_->sections()) return false;
  }
  return TakeBits(instrument_->variables().size(), &answered_);
}

RowReader::Step RowReader::Next(RowValue* value) {
  const auto variables = instrument_->variables();
  while (next_ < variables.size() && !HasBit(answered_, next_)) ++next_;
  if (next_ == variables.size()) return rest_.empty() ? Step::kEnd : Step::kDamaged;
  value->variable = next_;
  return TakeValue(variables[next_++], value) ? Step::kValue : Step::kDamaged;
}

bool RowReader::Take(std::size_t count, absl::string_view* bytes) {
  if (rest_.size() < count) return false;
  *bytes = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return true;
}

// Bits of which only the first `count` may be set.
bool RowReader::TakeBits(std::size_t count, absl::string_view* bits) {
  if (!Take(BytesFor(count), bits)) return false;
  for (std::size_t bit = count; bit < bits->size() * 8; ++bit) {
    if (HasBit(*bits, bit)) return false;
  }
  return true;
}

bool RowReader::TakeVarint(std::uint64_t* value) {
  *value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    absl::string_view byte;
    if (!Take(1, &byte)) return false;
    const std::uint64_t bits = static_cast<unsigned char>(byte[0]) & 0x7Fu;
    if (shift == 63 && bits > 1) return false;
    *value |= bits << shift;
    if ((static_cast<unsigned char>(byte[0]) & 0x80u) == 0) return bits != 0 || shift == 0;
  }
  return false;
}

bool RowReader::TakeOption(const OptionCodes& options, std::size_t* position) {
  absl::string_view bytes;
  if (!Take(options.size() > kOptionsOfOneByte ? 2 : 1, &bytes)) return false;
  *position = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 2) *position |= std::size_t{static_cast<unsigned char>(bytes[1])} << 8;
  return *position < options.size();
}

bool RowReader::TakeText(absl::string_view* text) {
  std::uint64_t size = 0;
  return TakeVarint(&size) && Take(size, text) && types::IsUtf8(*text);
}

bool RowReader::TakeFile(const Variable& variable, RowValue* value) {
  absl::string_view type;
  if (!Take(1, &type) || !TakeVarint(&value->size) || !Take(kHashBytes, &value->sha256)) {
    return false;
  }
  value->media_type = static_cast<unsigned char>(type[0]);
  return value->media_type < variable.media_types.size() && value->size >= 1 &&
         value->size <= variable.maximum_file_bytes;
}

bool RowReader::TakeValue(const Variable& variable, RowValue* value) {
  std::uint64_t number = 0;
  switch (variable.kind) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MATRIX:
      return TakeOption(*variable.options, &value->option);
    case Question::KIND_MULTIPLE_CHOICE:
      return TakeBits(variable.options->size(), &value->chosen);
    case Question::KIND_INTEGER:
      if (!TakeVarint(&number)) return false;
      value->integer = Unfolded(number);
      return true;
    case Question::KIND_TEXT:
      return TakeText(&value->text);
    case Question::KIND_FILE:
      return TakeFile(variable, value);
    default:
      return false;
  }
}

}  // namespace lotse::survey
