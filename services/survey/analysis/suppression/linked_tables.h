#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "services/survey/analysis/suppression/coordinate.h"

namespace lotse::survey::suppression {

// Respondents of the set `base` who have all of `where`, sorted, each variable once. Two cells
// with the same key are the same cell, whatever tables they stand in.
struct CellKey {
  int base = 0;
  std::vector<Coordinate> where;

  friend bool operator==(const CellKey&, const CellKey&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const CellKey& key) {
    return H::combine(std::move(state), key.base, key.where);
  }
};

// A table of one to three variables, counted over the respondents of `base` who fulfil `filter`.
struct TableSpec {
  // The same number means the same respondents. People who did not answer a variable are a
  // category of it, or the table has a base of its own.
  int base = 0;
  // No variable of the table is in it.
  std::vector<Coordinate> filter;
  // What spans the table, and how many categories each has; those are numbered from 0 on.
  std::vector<int> variables;
  std::vector<int> categories;
  // The inner cells, the last variable running fastest.
  std::vector<int64_t> counts;
};

// A sum among counts that everybody knows: whole = sum of parts.
struct Sum {
  int whole = 0;
  std::vector<int> parts;
};

// A crosstab of a set of tables, as a matrix of cells.
struct Slab {
  int rows = 0;
  int columns = 0;
  std::vector<int> cells;  // row by row
  std::vector<int> row_margins;
  std::vector<int> column_margins;
};

// All tables that are published together, with what holds between them: the inner cells, the
// margins of each table down to its base, and the sums that connect them. The margins of a
// crosstab are the cells of the one-way tables of the same base and filter; if those are added
// too, nothing is doubled. Of a filtered table whose unfiltered one is there as well the
// difference of both is a cell, too: it is never published, but it can be calculated.
//
// Cells are numbered from 0 in the order in which they first occurred.
class LinkedTables {
 public:
  // INVALID_ARGUMENT: no or more than three variables, one of them twice or in the filter,
  // counts that are too many, too few or negative, or that contradict a table added before.
  absl::Status Add(const TableSpec& spec);

  // To be called once, after the last Add. INVALID_ARGUMENT: a filtered table counts more than
  // the unfiltered one.
  absl::Status AddDifferences();

  int Size() const { return static_cast<int>(counts_.size()); }
  int64_t Count(int cell) const { return counts_[cell]; }
  const CellKey& Key(int cell) const { return keys_[cell]; }
  // -1 if there is no such cell.
  int Find(const CellKey& key) const;
  // A difference that nobody publishes.
  bool IsDifference(int cell) const { return cell >= first_difference_; }

  const std::vector<Sum>& Sums() const { return sums_; }
  // The sums in which a cell takes part, as whole or as a part.
  const std::vector<int>& SumsOf(int cell) const { return sums_of_[cell]; }
  // Whether a cell is the whole of a sum, so that it cannot change alone with its neighbours.
  bool IsWhole(int cell) const { return is_whole_[cell]; }

  const std::vector<Slab>& Crosstabs() const { return crosstabs_; }
  // The cells of the tables with one variable, as given or as margins of larger ones.
  const std::vector<std::vector<int>>& OneWay() const { return one_way_; }

 private:
  absl::Status AddMargin(const TableSpec& spec, unsigned kept);
  void AddCrosstab(const TableSpec& spec);
  void AddSums(const TableSpec& spec, unsigned kept);
  void Connect(Sum sum);

  std::vector<CellKey> keys_;
  std::vector<int64_t> counts_;
  absl::flat_hash_map<CellKey, int> by_key_;
  std::vector<Sum> sums_;
  std::vector<std::vector<int>> sums_of_;
  std::vector<bool> is_whole_;
  // The whole and the variable over which it is summed.
  absl::flat_hash_set<std::pair<int, int>> known_sums_;
  std::vector<Slab> crosstabs_;
  std::vector<std::vector<int>> one_way_;
  int first_difference_ = 1 << 30;
};

}  // namespace lotse::survey::suppression
