#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "services/survey/analysis/suppression/linked_audit.h"
#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/work.h"

namespace lotse::survey::suppression {

// Moves within tables of three variables: people are of other categories of three variables,
// of two or of one, so that as many come to each published margin as leave it. Of three it is a
// cube of two by two by two cells with changes of alternating sign; of two or one it changes
// margins as well, if those are hidden. Each such move touches eight cells. Several of them
// after one another prove in whole numbers what linear programmes would prove one by one.
class CubeMoves {
 public:
  // All must outlive this.
  CubeMoves(const LinkedTables& tables, LinkedAudit& audit, Work& work);

  // Tables that look the same, for every cell of a table of three variables that is not proved.
  void Prove(const Pattern& unknown);

  // The same; and where that is not enough, cells are hidden besides, of each cell the cheapest
  // move. `fixed` are those that are published in any case.
  void Hide(const Pattern& fixed, Pattern& suppressed);

 private:
  static constexpr int kCorners = 8;
  // A cell of a table of three variables, or of a margin of it.
  struct Place {
    const Cube* cube = nullptr;
    unsigned kept = 0;
    int at[3] = {0, 0, 0};
  };
  struct Step {
    int64_t cost = 0;
    int64_t people = 0;
    std::pair<int, int> cells[kCorners] = {};  // with the sign of the change
  };
  // What a search asks for. It keeps the best step.
  struct Search {
    const Place& place;
    int sign;
    int64_t most;      // people that are needed
    int64_t at_least;  // that a step has to move
    const Pattern& unknown;
    const Pattern* fixed;  // null: nothing may be hidden
    std::optional<Step> best = std::nullopt;

    bool IsDone() const { return best && best->cost == 0 && best->people == most; }
  };

  template <typename F>
  void ForEachOpen(F f);
  int64_t CostOf(int cell, const Search& search) const;
  bool CanChange(int cell, int sign, const Search& search) const;
  std::vector<int> Others(const Search& search, unsigned moved, int axis) const;
  void Try(Search& search, unsigned moved, const int* other);
  void TryAll(Search& search, unsigned moved);
  std::optional<Step> Find(Search search);
  void Apply(const Step& step);
  Move Taken();
  void Grow(const Place& place, int cell, int sign, const Pattern& unknown);
  void ProveCell(const Place& place, int cell, const Pattern& unknown);
  bool HideAtOnce(const Place& place, int cell, const Pattern& fixed, Pattern& suppressed);
  bool HideInSteps(const Place& place, int cell, int sign, const Pattern& fixed,
                   Pattern& suppressed);

  const LinkedTables& tables_;
  LinkedAudit& audit_;
  Work& work_;
  std::vector<int64_t> changes_;  // by cell, of the steps until now
  std::vector<int> changed_;
};

}  // namespace lotse::survey::suppression
