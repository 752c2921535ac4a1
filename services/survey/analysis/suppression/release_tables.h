#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "services/survey/analysis/suppression/linked_protect.h"
#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/suppression/release_protection.h"

namespace lotse::survey::suppression {

// The tables of one attempt to protect a release, with what is settled of their cells before.
class ReleaseTables {
 public:
  explicit ReleaseTables(std::vector<Grouping> groupings) : tables_(std::move(groupings)) {}

  // What was published, first of all.
  absl::Status AddBefore(const Published& before);
  // Tables of the release, each once; their bases are to be published.
  absl::Status Add(const std::vector<const TableToProtect*>& tables);
  // To be called once, after the last Add. What was `hidden` before stays so, unless it was
  // published under another key; what is `withheld` by this release is hidden if it was not
  // published before.
  absl::Status Finish(const absl::flat_hash_set<CellKey>& hidden,
                      const absl::flat_hash_set<CellKey>& withheld, int64_t threshold);

  const LinkedTables& Tables() const { return tables_; }
  const LinkedState& State() const { return state_; }
  LinkedState& State() { return state_; }
  // Whether the number of all whom a table is about is hidden in any case.
  bool IsBaseHidden(const TableToProtect& table) const { return state_.given[BaseOf(table)]; }
  int BaseOf(const TableToProtect& table) const;
  // SensitiveWidths, but 0 for an empty cell of something that is empty as a whole and may be known
  // to be: if nobody gave an answer, nobody of a small group did, which tells nothing of it.
  std::vector<int64_t> Widths(const LinkedRules& rules) const;
  // Of the tables, the one to be refused so that `cell` can be protected: a filtered one that
  // publishes a number the cell could be hidden behind; else the last of those that show it or
  // that are nearest to it by sums. -1: none has to do with it.
  int Responsible(int cell, const std::vector<const TableToProtect*>& tables) const;
  // How many of `cells` each of the tables shows, its margins left out if `is_inner`.
  std::vector<int> Showing(const std::vector<int>& cells, bool is_inner,
                           const std::vector<const TableToProtect*>& tables) const;

 private:
  bool IsKnownEmpty(int cell, const std::vector<int64_t>& widths) const;

  LinkedTables tables_;
  LinkedState state_;
  std::vector<const TableSpec*> before_;
};

}  // namespace lotse::survey::suppression
