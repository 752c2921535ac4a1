#include "services/survey/engine/row_reader.h"

#include "services/survey/engine/response_row.h"

namespace lotse::survey {

std::optional<RowReader> RowReader::Open(const CompiledInstrument& instrument,
                                         absl::string_view row) {
  RowReader reader(instrument, row);
  reader.broke_off_section_ = BrokeOffSectionOf(row);
  if (!reader.Begin()) return std::nullopt;
  return reader;
}

bool RowReader::Begin() {
  absl::string_view form, section;
  if (!cursor_.Take(1, &form) || !IsResponseRow(form)) return false;
  if (form[0] == kBrokenOffRowForm) {
    if (!cursor_.Take(1, &section)) return false;
    if (broke_off_section_ < 1 || broke_off_section_ > instrument_->sections()) return false;
  }
  return cursor_.TakeBits(instrument_->variables().size(), &answered_);
}

RowReader::Step RowReader::Next(RowValue* value) {
  const auto variables = instrument_->variables();
  while (next_ < variables.size() && !HasBit(answered_, next_)) ++next_;
  if (next_ == variables.size()) {
    return cursor_.empty() == instrument_->repeats().empty() ? Step::kEnd : Step::kDamaged;
  }
  value->variable = next_;
  return cursor_.TakeValue(variables[next_++], value) ? Step::kValue : Step::kDamaged;
}

}  // namespace lotse::survey
