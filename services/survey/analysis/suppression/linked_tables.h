#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/survey/analysis/suppression/coordinate.h"
#include "services/survey/analysis/suppression/logic.h"

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
  // Over whose categories it runs; -1 if over the parts of a grouping.
  int variable = -1;
};

// A crosstab of a set of tables, as a matrix of cells. It is without the rows and columns of
// which each cell is empty for everybody, or is a margin: "not asked" beside the filter.
struct Slab {
  int rows = 0;
  int columns = 0;
  std::vector<int> cells;  // row by row; LinkedTables::kNobody is empty for everybody
  std::vector<int> row_margins;
  std::vector<int> column_margins;
};

// A table of three variables: the cells of its margins, by the variables that are kept as bits,
// from its base (0) to the inner cells (7), the last variable running fastest.
struct Cube {
  std::vector<int> categories;
  std::vector<std::vector<int>> margins;  // LinkedTables::kNobody is empty for everybody
};

// All tables that are published together, with what holds between them: the inner cells, the
// margins of each table down to its base, and the sums that connect them. The margins of a
// crosstab are the cells of the one-way tables of the same base and filter; if those are added
// too, nothing is doubled. Of a filtered table whose unfiltered one is there as well the
// difference of both is a cell, too: it is never published, but it can be calculated. So it is
// with what follows from groupings.
//
// Cells are numbered from 0 in the order in which they first occurred. Two keys that mean the
// same people by the groupings are one cell.
class LinkedTables {
 public:
  // In place of a cell: by the groupings there is nobody in it, whoever they are.
  static constexpr int kNobody = -1;

  LinkedTables() = default;
  explicit LinkedTables(std::vector<Grouping> groupings) : logic_(std::move(groupings)) {}

  // INVALID_ARGUMENT: no or more than three variables, one of them twice or in the filter,
  // counts that are too many, too few or negative, or that contradict a table added before or
  // the groupings.
  absl::Status Add(const TableSpec& spec) { return Add(spec, true); }
  // A table that nobody publishes, of which something may be calculated.
  absl::Status AddUnpublished(const TableSpec& spec) { return Add(spec, false); }

  // To be called once, after the last Add. A whole that no table shows is added if its parts can
  // be summed and have fewer than `small` in all. INVALID_ARGUMENT: a filtered table counts more
  // than the unfiltered one, or a grouping does not hold.
  absl::Status AddDifferences(int64_t small = 0);

  // The keys of all cells of a table, its margins and its base among them.
  static std::vector<CellKey> KeysOf(const TableSpec& spec);

  int Size() const { return static_cast<int>(counts_.size()); }
  int64_t Count(int cell) const { return counts_[cell]; }
  // The first key of a cell, if possible one that is published.
  const CellKey& Key(int cell) const { return keys_[cell]; }
  // Everything that follows from the key of a cell; of what remains beside others, from the key
  // of those it is a part of. Sorted.
  const std::vector<Coordinate>& Meaning(int cell) const { return meanings_[cell]; }
  // -1 if there is no such cell.
  int Find(const CellKey& key) const;
  // Whether the groupings leave it open that somebody of the base has all of `where`.
  bool CanBe(const std::vector<Coordinate>& where) const {
    return logic_.Closure(where).has_value();
  }
  // A difference or another count that nobody publishes.
  bool IsUnpublished(int cell) const { return !published_[cell]; }
  // Counts people. Others count answers: by how many ticks there are more than people.
  bool IsPeople(int cell) const { return is_people_[cell]; }

  const std::vector<Sum>& Sums() const { return sums_; }
  // The sums in which a cell takes part, as whole or as a part.
  const std::vector<int>& SumsOf(int cell) const { return sums_of_[cell]; }
  // Whether a cell is the whole of a sum, so that it cannot change alone with its neighbours.
  bool IsWhole(int cell) const { return is_whole_[cell]; }

  const std::vector<Slab>& Crosstabs() const { return crosstabs_; }
  const std::vector<Cube>& Cubes() const { return cubes_; }
  // The cells of the published tables with one variable, as given or as margins of larger ones.
  const std::vector<std::vector<int>>& OneWay() const { return one_way_; }

 private:
  struct Members;
  // Of one table, by the variables that are kept as bits: its cells, the last running fastest.
  using Margins = std::vector<std::vector<int>>;

  absl::Status Add(const TableSpec& spec, bool published);
  absl::Status AddMargin(const TableSpec& spec, unsigned kept, bool published, Margins& margins);
  void NoteTable(const TableSpec& spec, unsigned kept, bool published, const Margins& margins);
  void AddCrosstab(const TableSpec& spec, const Margins& margins);
  void AddSums(const TableSpec& spec, unsigned kept, const Margins& margins);
  // The cell of a key, which is added if it is new.
  absl::StatusOr<int> Place(CellKey key, int64_t count, bool published);
  int NewCell(CellKey key, std::vector<Coordinate> meaning, int64_t count, bool published);
  // A part of `cell` that has no key of its own.
  int NewRest(int cell, int64_t count);
  void Connect(Sum sum);

  int FindByMeaning(const CellKey& key) const;
  absl::Status AddGroupingSums(int64_t small);
  absl::Status AddGroupingSum(int grouping, const CellKey& context, int64_t small);
  absl::Status ConnectExactly(const Members& members, int64_t small);
  absl::Status ConnectWithSlack(const Members& members);
  void ConnectOnce(Sum sum);

  Logic logic_;
  std::vector<CellKey> keys_;
  std::vector<std::vector<Coordinate>> meanings_;
  std::vector<int64_t> counts_;
  std::vector<bool> published_;
  std::vector<bool> is_people_;
  absl::flat_hash_map<CellKey, int> by_key_;
  // By everything that follows from a key. Not used without groupings.
  absl::flat_hash_map<CellKey, int> by_closure_;
  // All keys of cells, with aliases, in the order in which they occurred.
  std::vector<std::pair<CellKey, int>> names_;
  std::vector<Sum> sums_;
  std::vector<std::vector<int>> sums_of_;
  std::vector<bool> is_whole_;
  // The whole and the variable over which it is summed.
  absl::flat_hash_set<std::pair<int, int>> known_sums_;
  absl::flat_hash_set<std::pair<int, std::vector<int>>> known_groups_;
  absl::flat_hash_set<std::pair<int, CellKey>> known_contexts_;
  // Filter and variables of the tables and margins of them that are noted below.
  absl::flat_hash_set<CellKey> known_tables_;
  std::vector<Slab> crosstabs_;
  std::vector<Cube> cubes_;
  std::vector<std::vector<int>> one_way_;
};

}  // namespace lotse::survey::suppression
