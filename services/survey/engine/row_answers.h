#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/form_answers.h"
#include "services/survey/engine/row_reader.h"

namespace lotse::survey {

// The answers of one row after the other (response_row.h), by variable, and who is asked what
// because of them.
class RowAnswers {
 public:
  explicit RowAnswers(std::shared_ptr<const CompiledInstrument> instrument);

  // Takes the answers of a row; false if it is damaged, and then nothing of it is to be believed.
  bool Read(absl::string_view row);

  // The section in which the response broke off, from 1; 0: it is complete.
  int broke_off_section() const { return broke_off_section_; }
  // By the position of the variable.
  bool answered(std::size_t variable) const { return answered_[variable]; }
  bool asked(std::size_t variable) const { return asked_[variable]; }
  // Whether something in repeats is asked in these instances, or a repeat in those around it.
  bool asked(const std::string& code, absl::Span<const std::int32_t> instances) const;
  // Of one that has an answer. As long as the row is there.
  const RowValue& value(std::size_t variable) const { return values_[variable]; }

 private:
  bool Chosen(const CompiledCondition& condition) const;
  // Who is asked by expressions; false if the row is damaged.
  bool FindAskedByProgram(absl::string_view row);

  const std::shared_ptr<const CompiledInstrument> instrument_;
  bool has_conditions_ = false;
  std::vector<RowValue> values_;
  std::vector<bool> answered_, asked_;
  int broke_off_section_ = 0;
  // Of a questionnaire with a program: the answers of the row as it sees them.
  std::optional<FormAnswers> form_;
};

}  // namespace lotse::survey
