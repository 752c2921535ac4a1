#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

// The answer to one variable as it lies in a row; which of the members counts follows from
// the kind of the variable.
struct RowValue {
  std::size_t variable = 0;
  // Position of the option of a SINGLE_CHOICE or of an item of a MATRIX.
  std::size_t option = 0;
  // Which options of a MULTIPLE_CHOICE are chosen: HasBit by their positions. As long as the
  // row is there.
  absl::string_view chosen = {};
  std::int64_t integer = 0;
  // As long as the row is there, as the hash.
  absl::string_view text = {};
  // Of a FILE: position of its media type in those of the question, bytes and hash.
  std::size_t media_type = 0;
  std::uint64_t size = 0;
  absl::string_view sha256 = {};
};

// A question with more options has positions of two bytes.
inline constexpr std::size_t kOptionsOfOneByte = 256;

inline std::size_t BytesFor(std::size_t bits) { return (bits + 7) / 8; }

// Whether a bit is set, the lowest of the first byte being 0.
inline bool HasBit(absl::string_view bytes, std::size_t bit) {
  return (static_cast<unsigned char>(bytes[bit / 8]) >> bit % 8 & 1u) != 0;
}

// Reads a row of answers (response_row.h) value by value, in the order of the questionnaire,
// without making anything of it. Row and questionnaire outlive it.
class RowReader {
 public:
  enum class Step { kValue, kEnd, kDamaged };

  // nullopt if the beginning is damaged, of another form, or not of this questionnaire.
  static std::optional<RowReader> Open(const CompiledInstrument& instrument, absl::string_view row);

  // The section in which the response broke off, from 1; 0: it is complete.
  int broke_off_section() const { return broke_off_section_; }

  // Sets `value` to the next one. kDamaged if the row is not what EncodeResponseRow writes, as
  // far as that can be told; then nothing of it is to be believed.
  Step Next(RowValue* value);

 private:
  RowReader(const CompiledInstrument& instrument, absl::string_view row)
      : instrument_(&instrument), rest_(row) {}

  bool Begin();
  bool Take(std::size_t count, absl::string_view* bytes);
  bool TakeBits(std::size_t count, absl::string_view* bits);
  bool TakeVarint(std::uint64_t* value);
  bool TakeOption(const OptionCodes& options, std::size_t* position);
  bool TakeText(absl::string_view* text);
  bool TakeFile(const Variable& variable, RowValue* value);
  bool TakeValue(const Variable& variable, RowValue* value);

  const CompiledInstrument* instrument_;
  absl::string_view rest_;
  absl::string_view answered_;
  std::size_t next_ = 0;
  int broke_off_section_ = 0;
};

}  // namespace lotse::survey
