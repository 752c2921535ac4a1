#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/work.h"

// What an attacker can work out of a whole set of tables.

namespace lotse::survey::suppression {

// Changes of counts, by cell.
using Move = std::vector<std::pair<int, int64_t>>;

// Proves how far the counts of suppressed cells are open. The attacker knows every published
// cell, every sum, and that counts are whole and not negative. A cell counts as protected only
// if other tables were found that look the same, in which its count differs enough: whole
// numbers, every sum checked. So the proof holds against somebody who solves the equations, with
// whole numbers or without, whatever rounding errors the search for these tables had.
//
// Hiding more cells makes no interval narrower, so what is proved stays proved as patterns grow.
class LinkedAudit {
 public:
  // `widths`: for each cell how wide its interval has to be; 0 if it is not sensitive. `work`
  // pays for the proofs, which end when nothing is left; none: without end. `tables` and it must
  // outlive this.
  LinkedAudit(const LinkedTables& tables, std::vector<int64_t> widths, Work* work = nullptr);

  // Linear programmes for one cell whose ends are not whole numbers: from now on so many at most.
  // What is not settled then counts as not protected.
  void LimitBranches(int branches) { branches_ = branches; }

  // The sensitive cells for which that is not proved, if `suppressed` is not published, in their
  // order. `suppressed` contains all that was suppressed in earlier calls. First by maximum
  // flows within each crosstab, its margins taken as known; then by people who change between
  // two categories (ProveByTransfers) and within tables of three variables (CubeMoves); what
  // remains by linear programmes over all sums. If then no work is left, more may be protected.
  std::vector<int> Unprotected(const Pattern& suppressed);
  // The same without linear programmes.
  std::vector<int> QuicklyUnprotected(const Pattern& suppressed);
  // As it was found last.
  std::vector<int> Open() const;

  // Whether the width of a cell is proved already.
  bool IsProved(int cell) const { return high_[cell] - low_[cell] >= widths_[cell]; }
  // How much is missing.
  int64_t Missing(int cell) const { return widths_[cell] - (high_[cell] - low_[cell]); }
  // By how much a count can rise and fall, as far as it is proved.
  int64_t Rise(int cell) const { return high_[cell] - tables_.Count(cell); }
  int64_t Fall(int cell) const { return tables_.Count(cell) - low_[cell]; }

  // Takes `move` from the true counts as a table that looks the same, if it is one: only
  // suppressed cells change, none becomes negative and all sums hold.
  bool Accept(const Move& move, const Pattern& suppressed);

  // The suppressed cells that some proof needs. Publishing the others makes no proof invalid.
  const Pattern& Used() const { return used_; }

 private:
  class Component;

  bool IsUnknown(int cell, const Pattern& suppressed) const {
    return suppressed[cell] || tables_.IsUnpublished(cell);
  }
  Pattern Unknown(const Pattern& suppressed) const;
  void ProveByFlows(const Pattern& suppressed);
  void ProveByProgrammes(const Pattern& suppressed);
  void ProveTogether(Component& component, const Pattern& suppressed);
  void ProveAlone(Component& component, int cell, const Pattern& suppressed);

  const LinkedTables& tables_;
  const std::vector<int64_t> widths_;
  int branches_ = 300;
  Work endless_{int64_t{1} << 60};
  Work& work_;
  // Counts that are proved to be possible.
  std::vector<int64_t> low_;
  std::vector<int64_t> high_;
  Pattern used_;
};

// The cells that a contributor of `own` knows, if he is the only one in it: this cell, and where
// he stands and does not stand within it.
bool KnowsAsOnlyOne(const LinkedTables& tables, int own, int cell);

// A contributor who learns something: what he knows stands in one sum with nothing else unknown
// but a sensitive cell of others.
struct LinkedInsider {
  int own = -1;
  int learned = -1;
};

// All of them, in the order of the sums; if no work is left, perhaps not all.
std::vector<LinkedInsider> FindInsiders(const LinkedTables& tables, const Pattern& suppressed,
                                        const std::vector<int64_t>& widths, Work* work = nullptr);

// A crosstab with its counts, and a pattern of all cells cut down to it.
TwoWay Table(const LinkedTables& tables, const Slab& slab);
Pattern Within(const Slab& slab, const Pattern& cells);

// Whether counts within a crosstab can change without anything outside it: each inner cell stands
// in the sums of its row and its column and in no other. Not so if a table of three variables or
// the difference to a filtered table contains it.
bool StandsAlone(const LinkedTables& tables, const Slab& slab);

}  // namespace lotse::survey::suppression
