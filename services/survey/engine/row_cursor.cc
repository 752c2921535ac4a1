#include "services/survey/engine/row_cursor.h"

#include <cmath>
#include <cstring>
#include <vector>

#include "runtime/types/utf8.h"

namespace lotse::survey {
namespace {

using v1alpha::Question;

constexpr std::size_t kHashBytes = 32;

std::int64_t Unfolded(std::uint64_t value) {
  return static_cast<std::int64_t>((value & 1) != 0 ? ~(value >> 1) : value >> 1);
}

}  // namespace

bool RowCursor::Take(std::size_t count, absl::string_view* bytes) {
  if (rest_.size() < count) return false;
  *bytes = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return true;
}

bool RowCursor::TakeBits(std::size_t count, absl::string_view* bits) {
  if (!Take(BytesFor(count), bits)) return false;
  for (std::size_t bit = count; bit < bits->size() * 8; ++bit) {
    if (HasBit(*bits, bit)) return false;
  }
  return true;
}

bool RowCursor::TakeVarint(std::uint64_t* value) {
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

bool RowCursor::TakeOption(const OptionCodes& options, std::size_t* position) {
  absl::string_view bytes;
  if (!Take(options.size() > kOptionsOfOneByte ? 2 : 1, &bytes)) return false;
  *position = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 2) *position |= std::size_t{static_cast<unsigned char>(bytes[1])} << 8;
  return *position < options.size();
}

bool RowCursor::TakeRanking(const OptionCodes& options, absl::string_view* ranked) {
  std::uint64_t count = 0;
  if (!TakeVarint(&count) || count > options.size() || !Take(2 * count, ranked)) return false;
  std::vector<bool> seen(options.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t position = RankedOption(*ranked, i);
    if (position >= options.size() || seen[position]) return false;
    seen[position] = true;
  }
  return true;
}

bool RowCursor::TakeText(absl::string_view* text) {
  std::uint64_t size = 0;
  return TakeVarint(&size) && Take(size, text) && types::IsUtf8(*text);
}

bool RowCursor::TakeDecimal(double* decimal) {
  absl::string_view bytes;
  if (!Take(sizeof(std::uint64_t), &bytes)) return false;
  std::uint64_t bits = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  }
  std::memcpy(decimal, &bits, sizeof(bits));
  return std::isfinite(*decimal);
}

bool RowCursor::TakeFile(const Variable& variable, RowValue* value) {
  absl::string_view type;
  if (!Take(1, &type) || !TakeVarint(&value->size) || !Take(kHashBytes, &value->sha256)) {
    return false;
  }
  value->media_type = static_cast<unsigned char>(type[0]);
  return value->media_type < variable.limits->media_types.size() && value->size >= 1 &&
         value->size <= variable.limits->maximum_file_bytes;
}

bool RowCursor::TakeValue(const Variable& variable, RowValue* value) {
  std::uint64_t number = 0;
  switch (variable.kind) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MATRIX:
      return TakeOption(*variable.options, &value->option);
    case Question::KIND_MULTIPLE_CHOICE:
      return TakeBits(variable.options->size(), &value->chosen);
    case Question::KIND_RANKING:
      return TakeRanking(*variable.options, &value->ranked);
    case Question::KIND_INTEGER:
      if (!TakeVarint(&number)) return false;
      value->integer = Unfolded(number);
      return true;
    case Question::KIND_DECIMAL:
      return TakeDecimal(&value->decimal);
    case Question::KIND_TEXT:
    case Question::KIND_DATE:
    case Question::KIND_TIME:
    case Question::KIND_DATE_TIME:
    case Question::KIND_CALCULATION:
    case Question::KIND_HIDDEN:
    case Question::KIND_METADATA:
      return TakeText(&value->text);
    case Question::KIND_ACKNOWLEDGEMENT:
      return true;
    case Question::KIND_FILE:
      return TakeFile(variable, value);
    default:
      return false;
  }
}

}  // namespace lotse::survey
