#pragma once

#include <cstddef>
#include <cstdint>

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
  // Positions of the options of a RANKING in their order: two bytes each, the lower one first. As
  // long as the row is there.
  absl::string_view ranked = {};
  std::int64_t integer = 0;
  double decimal = 0;
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

// Position of the option at `rank`, from 0, of RowValue::ranked.
inline std::size_t RankedOption(absl::string_view ranked, std::size_t rank) {
  return static_cast<unsigned char>(ranked[2 * rank]) |
         std::size_t{static_cast<unsigned char>(ranked[2 * rank + 1])} << 8;
}

// Takes the parts of a row (response_row.h) from its beginning. Each is false if the row is not
// what is written there, as far as that can be told.
class RowCursor {
 public:
  explicit RowCursor(absl::string_view row) : rest_(row) {}

  bool empty() const { return rest_.empty(); }

  bool Take(std::size_t count, absl::string_view* bytes);
  // Bits of which only the first `count` may be set.
  bool TakeBits(std::size_t count, absl::string_view* bits);
  bool TakeVarint(std::uint64_t* value);
  // The value of a variable that has one.
  bool TakeValue(const Variable& variable, RowValue* value);

 private:
  bool TakeOption(const OptionCodes& options, std::size_t* position);
  bool TakeRanking(const OptionCodes& options, absl::string_view* ranked);
  bool TakeText(absl::string_view* text);
  bool TakeDecimal(double* decimal);
  bool TakeFile(const Variable& variable, RowValue* value);

  absl::string_view rest_;
};

}  // namespace lotse::survey
