#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey::tables {

// A question, or an item of a matrix, that can span a table.
struct SpanVariable {
  // In CompiledInstrument::variables(), and so in ColumnImage.
  std::size_t position = 0;
  const v1alpha::Question* question = nullptr;
  // Null but for an item of a matrix.
  const v1alpha::Item* item = nullptr;
  v1alpha::TableVariable::Kind kind = v1alpha::TableVariable::KIND_UNSPECIFIED;
  // Its answers in the order of the questionnaire: codes of options, or of classes (classes.h).
  // A class in which no answer can fall is none.
  std::vector<std::string> answers;
  // Of a number: the number of the class of each answer (ClassOf). Else empty.
  std::vector<int> classes;

  const std::string& code() const { return item == nullptr ? question->code() : item->code(); }
  bool is_multiple() const { return kind == v1alpha::TableVariable::KIND_MULTIPLE; }
  // The place of an answer among `answers`; -1 if there is none of this code.
  int AnswerOf(absl::string_view answer) const;
};

// What can span tables of a questionnaire: the choices, the items of matrices, and the numbers
// that have classes; not those that are asked because of expressions, nor what is asked because of
// these. It knows nothing of answers.
class TableVariables {
 public:
  // `instrument` is stored, therefore valid.
  explicit TableVariables(const v1alpha::Instrument& instrument);

  // The flat questionnaire.
  const v1alpha::Instrument& instrument() const { return instrument_; }
  const CompiledInstrument& compiled() const { return compiled_; }
  // In the order of the questionnaire.
  absl::Span<const SpanVariable> all() const { return all_; }
  // Null if there is none of this code that can span a table.
  const SpanVariable* Find(absl::string_view code) const;
  // The variable at a position of the compiled questionnaire; null as above.
  const SpanVariable* At(std::size_t position) const;
  // The question behind a position, whether it can span a table or not.
  const v1alpha::Question& QuestionAt(std::size_t position) const { return *questions_[position]; }

 private:
  const v1alpha::Instrument instrument_;
  const CompiledInstrument compiled_;
  std::vector<SpanVariable> all_;
  // By position; -1: cannot span a table.
  std::vector<int> place_;
  std::vector<const v1alpha::Question*> questions_;
  absl::flat_hash_map<std::string, std::size_t> by_code_;
};

// As ReleaseService.ListVariables shows it: its answers, then what stands for those who gave
// none, as far as it can be: not asked where not everybody is, not reached behind the first
// section.
v1alpha::TableVariable Describe(const SpanVariable& variable, const TableVariables& variables);

// The category of one of its answers, and one of those who gave none, with its label in German
// and English.
v1alpha::TableCategory AnswerCategory(const SpanVariable& variable, int answer);
v1alpha::TableCategory OtherCategory(v1alpha::TableCategory::Kind kind);

}  // namespace lotse::survey::tables
