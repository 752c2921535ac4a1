#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/tables/cell_keys.h"
#include "services/survey/analysis/tables/cell_variables.h"
#include "services/survey/analysis/tables/count_table.h"

namespace lotse::survey::tables {

// Where the count of a cell stands: in which part of a counted table, and with which categories
// there. Part kNobody: nobody can be in it, as an item of a battery that everybody is asked has
// none who were not.
inline constexpr int kNobody = -1;
struct Place {
  int part = 0;
  std::vector<int> where;
};

// Rows, columns and layers of a table, and which cells of the counted table they are. Rows, columns
// and layers are meant by their numbers from 0, kAll is all together.
class TablePlan {
 public:
  // `spec` passes CheckTableSpec.
  TablePlan(const v1alpha::TableSpec& spec, const TableVariables& variables,
            const CellVariables& cells);

  bool is_multiple() const { return is_multiple_; }
  bool is_battery() const { return is_battery_; }
  bool has_columns() const { return !columns_.empty(); }

  const std::vector<v1alpha::TableCategory>& rows() const { return rows_; }
  const std::vector<v1alpha::TableCategory>& columns() const { return columns_; }
  int row_count() const { return static_cast<int>(rows_.size()); }
  int column_count() const { return static_cast<int>(columns_.size()); }
  // The first so many are answers: options, classes, or the items of a battery.
  int answer_rows() const { return answer_rows_; }
  int answer_columns() const { return answer_columns_; }

  // The columns, and all together; without columns only the latter.
  const std::vector<int>& columns_and_all() const { return columns_and_all_; }
  // The layers, and all together; without layers only the latter.
  const std::vector<int>& layers_and_all() const { return layers_and_all_; }
  // The category of a layer; null for all together.
  const v1alpha::TableCategory* LayerCategory(int layer) const {
    return layer == kAll ? nullptr : &layers_[static_cast<std::size_t>(layer)];
  }

  // `row` kAll: who ticked anything, of a multiple choice. Not for a battery.
  Place At(int row, int column, int layer) const;
  // Everybody in a column, also those who gave no answer. Of a battery for kAll only.
  Place Base(int column, int layer) const;
  // The cells of a row from one column to before another, and of a column from one row to before
  // another.
  std::vector<Place> OfRow(int row, int layer, int from, int to) const;
  std::vector<Place> OfColumn(int column, int layer, int from, int to) const;
  // Who answered a multiple choice and ticked nothing.
  Place NoneTicked(int column, int layer) const { return At(answer_rows_, column, layer); }

 private:
  Place MakePlace(int part, int category, int column, int layer) const;
  void SetRows(const SpanVariable& first, const CellVariables& cells);
  void SetBattery(const v1alpha::TableSpec& spec, const TableVariables& variables,
                  const CellVariables& cells);

  bool is_multiple_ = false;
  bool is_battery_ = false;
  bool has_layers_ = false;
  std::vector<v1alpha::TableCategory> rows_, columns_, layers_;
  int answer_rows_ = 0;
  int answer_columns_ = 0;
  // Of each item of a battery, the category of each column; kNobody: it has none.
  std::vector<std::vector<int>> item_categories_;
  std::vector<int> columns_and_all_, layers_and_all_;
};

// The counts of a table that are shown.
class ShownCounts {
 public:
  // `withheld` outlives this.
  ShownCounts(const CountedTable& counted,
              const absl::flat_hash_set<suppression::CellKey>& withheld);

  // nullopt: withheld.
  std::optional<int64_t> At(const Place& place) const;
  // The sum of `parts`, if it follows from shown counts: from theirs, or as what `others` leave of
  // `whole`.
  std::optional<int64_t> Sum(const std::vector<Place>& parts, const Place& whole,
                             const std::vector<Place>& others) const;

 private:
  const CountedTable& counted_;
  const absl::flat_hash_set<suppression::CellKey>& withheld_;
  std::vector<CellCounts> counts_;
};

// People who are counted in a table: all whom its filters leave.
int64_t BaseCount(const CountedTable& counted);

// Sets rows, columns and layers of a table, with cells that say nothing yet.
void SetShape(const TablePlan& plan, v1alpha::Table* table);
// Whether a table has the rows, columns, layers and cells of the plan.
bool HasShape(const TablePlan& plan, const v1alpha::Table& table);
// Calls `visit` with each cell of a table that has the shape of the plan.
void VisitCells(const TablePlan& plan, v1alpha::Table* table,
                absl::FunctionRef<void(const Place& place, v1alpha::TableCell* cell)> visit);

}  // namespace lotse::survey::tables
