#pragma once

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/tables/count_table.h"
#include "services/survey/analysis/tables/figures.h"

namespace lotse::survey::tables {

// Collects what was published of a wave, from the tables as they were given away and the answers,
// which are counted again.
class PublishedCells {
 public:
  // A published table of a release, counted again. False, and nothing is added, if it is not of
  // these counts: its rows, columns or layers are others, or a count that it shows is another one.
  // If `withheld` is not null it gets the cells that this table does not show: with them MakeTable
  // gives the same table again, if it is right.
  bool Add(const v1alpha::TableSpec& spec, const CountedTable& counted, const v1alpha::Table& table,
           const TableVariables& variables, const CellVariables& cells,
           Withheld* withheld = nullptr);

  // The one-way tables (BasicCells).
  void Add(const suppression::Published& basic);

  // All of it. A count that one table shows and another withholds is not hidden.
  suppression::Published SoFar() const;
  suppression::Published Take() &&;

 private:
  std::vector<suppression::CellKey> Hidden() const;
  // The crosstabs that alpha is made of are as known as if they had been shown.
  void AddPairs(const suppression::TableToProtect& pairs);

  suppression::Published published_;
  absl::flat_hash_set<suppression::CellKey> shown_;
  absl::flat_hash_set<suppression::CellKey> hidden_;
};

}  // namespace lotse::survey::tables
