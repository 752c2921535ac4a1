#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/export/column_names.h"
#include "services/survey/exchange/export/columns.h"

namespace lotse::survey {

// Builds the columns of one table, question by question.
class ColumnBuilder {
 public:
  // `choice` outlives it.
  explicit ColumnBuilder(const ColumnChoice& choice);

  // The columns of a question that has its options itself, and whose first variable has the
  // position `variable`.
  void Add(const v1alpha::Question& question, std::size_t variable);
  // How many instances of a repeat there are.
  void AddCount(const v1alpha::Question& repeat);
  // The number of the response.
  void AddResponseKey();
  // The number of an instance of the repeat that is so deep, from 1.
  void AddInstanceKey(const v1alpha::Question& repeat, std::size_t depth);

  std::vector<ExportColumn> Take() && { return std::move(columns_); }

 private:
  void Push(absl::string_view wanted, ExportColumn column);
  ExportColumn OfRepeat(const v1alpha::Question& repeat) const;
  void AddMatrix(const v1alpha::Question& question, std::size_t variable);
  // A column for each option.
  void AddOptions(const v1alpha::Question& question, ExportColumn column);
  // Whether there is an answer, and if texts are wanted, which.
  void AddAnswered(const v1alpha::Question& question, ExportColumn column);
  std::string Word(absl::string_view german, absl::string_view english) const;

  const ColumnChoice& choice_;
  const absl::flat_hash_set<std::string> erased_;
  ColumnNames names_;
  std::vector<ExportColumn> columns_;
};

}  // namespace lotse::survey
