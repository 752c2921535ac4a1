#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/analysis/told_break_offs.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/repeat_rows.h"
#include "services/survey/engine/row_answers.h"
#include "services/survey/exchange/export/columns.h"

namespace lotse::survey {

// What stands in one column of one row.
struct Cell {
  // Of a column with numbers; what is missing is one of its MissingCodes.
  std::int64_t number = 0;
  // Of a column with decimals, if there is one.
  std::optional<double> decimal = std::nullopt;
  // Of a column with texts; as long as the row is there, and the next one is not read.
  absl::string_view text = {};
};

// Makes the cells of responses from their rows (engine/response_row.h), one after the other. Who
// did not reach a section is told as in the tables: a few who broke off there did not answer,
// and it is not said that they left (told_break_offs.h). Answers to an erased question are
// gone, so nobody can tell any more who was asked what depended on it: who did not answer that
// counts as the questionnaire has it without an answer.
class CellReader {
 public:
  // `columns` outlives it.
  CellReader(std::shared_ptr<const CompiledInstrument> instrument,
             absl::Span<const ExportColumn> columns, TableScope scope);

  // Sets a cell for each column; false if the row is damaged. The first row has the number 1.
  bool Read(absl::string_view row, std::vector<Cell>* cells);

 private:
  Cell CellOf(const ExportColumn& column, absl::Span<const RepeatInstance> instances) const;
  Cell CountOf(const ExportColumn& column, absl::Span<const RepeatInstance> instances) const;

  const std::shared_ptr<const CompiledInstrument> instrument_;
  const absl::Span<const ExportColumn> columns_;
  const TableScope scope_;
  RowAnswers row_;
  std::int64_t rows_ = 0;
};

// The same for the instances of one repeat: of each response as many rows as it has instances.
// Those of a section that is not reached are left out.
class InstanceReader {
 public:
  // `table` outlives it.
  InstanceReader(std::shared_ptr<const CompiledInstrument> instrument, const RepeatTable& table,
                 TableScope scope);

  // Hands over the cells of each instance; false if the row is damaged. The first row has the
  // number 1.
  bool Read(absl::string_view row, absl::FunctionRef<void(absl::Span<const Cell>)> take);

 private:
  Cell CellOf(const ExportColumn& column, const RepeatInstance& instance,
              absl::Span<const RepeatInstance> instances) const;

  const std::shared_ptr<const CompiledInstrument> instrument_;
  const RepeatTable& table_;
  const TableScope scope_;
  const std::size_t repeat_;
  RowAnswers row_;
  std::int64_t rows_ = 0;
};

}  // namespace lotse::survey
