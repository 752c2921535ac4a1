#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/survey/analysis/suppression/linked_tables.h"

namespace lotse::survey::tables {

// Stands for all categories of a variable together.
inline constexpr int kAll = -1;

// The key of the cell of `table` with these categories, one for each of its variables, or kAll.
suppression::CellKey KeyOf(const suppression::TableSpec& table, const std::vector<int>& where);

// The counts of a table with all of its margins.
class CellCounts {
 public:
  explicit CellCounts(const suppression::TableSpec& table);

  // How many people are in the cell with these categories (kAll: in all together).
  int64_t At(const std::vector<int>& where) const { return counts_[IndexOf(where)]; }

  // Calls `visit` with each cell and margin.
  void ForEach(absl::FunctionRef<void(const std::vector<int>& where, int64_t count)> visit) const;

 private:
  std::size_t IndexOf(const std::vector<int>& where) const;
  std::vector<int> WhereOf(std::size_t index) const;

  std::vector<int> categories_;
  // Each variable has one more place, the last, for all.
  std::vector<int64_t> counts_;
};

}  // namespace lotse::survey::tables
