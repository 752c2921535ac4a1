#pragma once

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/row_cursor.h"

namespace lotse::survey {

// Reads a row of answers (response_row.h) value by value, in the order of the questionnaire,
// without making anything of it, and without what is in repeats. Row and questionnaire outlive it.
class RowReader {
 public:
  enum class Step { kValue, kEnd, kDamaged };

  // nullopt if the beginning is damaged, of another form, or not of this questionnaire.
  static std::optional<RowReader> Open(const CompiledInstrument& instrument, absl::string_view row);

  // The section in which the response broke off, from 1; 0: it is complete.
  int broke_off_section() const { return broke_off_section_; }

  // What comes behind the values: the repeats. Only after kEnd.
  RowCursor& rest() { return cursor_; }

  // Sets `value` to the next one. kDamaged if the row is not what EncodeResponseRow writes, as
  // far as that can be told; then nothing of it is to be believed.
  Step Next(RowValue* value);

 private:
  RowReader(const CompiledInstrument& instrument, absl::string_view row)
      : instrument_(&instrument), cursor_(row) {}

  bool Begin();

  const CompiledInstrument* instrument_;
  RowCursor cursor_;
  absl::string_view answered_;
  std::size_t next_ = 0;
  int broke_off_section_ = 0;
};

}  // namespace lotse::survey
