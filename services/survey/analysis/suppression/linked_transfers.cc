#include "services/survey/analysis/suppression/linked_transfers.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace lotse::survey::suppression {
namespace {

// A row or a column of a crosstab.
struct Line {
  const Slab* slab;
  bool is_row;
  int index;

  int Length() const { return is_row ? slab->columns : slab->rows; }
  int Cell(int i) const {
    return slab->cells[is_row ? index * slab->columns + i : i * slab->columns + index];
  }
};

class Transfers {
 public:
  Transfers(const LinkedTables& tables, const Pattern& unknown, const std::vector<int64_t>& widths,
            LinkedAudit& audit, Work& work)
      : tables_(tables), unknown_(unknown), widths_(widths), audit_(audit), work_(work) {
    for (const Slab& slab : tables.Crosstabs()) {
      for (int row = 0; row < slab.rows; ++row) {
        lines_[slab.row_margins[row]].push_back({&slab, true, row});
      }
      for (int column = 0; column < slab.columns; ++column) {
        lines_[slab.column_margins[column]].push_back({&slab, false, column});
      }
    }
  }

  // What is open of the category `to` and of its lines.
  void Prove(int to, const std::vector<int>& table) {
    if (!unknown_[to] || Open(to) == 0) return;
    std::vector<int> partners;
    for (const int cell : table) {
      if (cell != to && unknown_[cell]) partners.push_back(cell);
    }
    std::stable_sort(partners.begin(), partners.end(),
                     [&](int a, int b) { return tables_.Count(a) > tables_.Count(b); });
    for (const int from : partners) {
      if (Open(to) == 0) return;
      Propose(to, from, -tables_.Count(to));
      const int64_t width = std::max<int64_t>(widths_[to], 1);
      for (const int64_t people : {width, std::max<int64_t>(width - tables_.Count(to), 1)}) {
        // One column of each crosstab is proved at a time.
        for (int open = Open(to); open > 0;) {
          if (!Propose(to, from, people)) break;
          const int left = Open(to);
          if (left == open) break;
          open = left;
        }
      }
    }
  }

 private:
  const std::vector<Line>& LinesOf(int margin) const {
    static const std::vector<Line> none;
    const auto found = lines_.find(margin);
    return found == lines_.end() ? none : found->second;
  }

  bool Spend(int to, int from) {
    int64_t steps = 0;
    for (const Line& line : LinesOf(to)) {
      steps += 4 * line.Length() + static_cast<int64_t>(LinesOf(from).size());
    }
    return work_.Spend(steps);
  }

  int Open(int margin) const {
    int open = audit_.IsProved(margin) ? 0 : 1;
    for (const Line& line : LinesOf(margin)) {
      for (int i = 0; i < line.Length(); ++i) {
        const int cell = line.Cell(i);
        if (cell != LinkedTables::kNobody && unknown_[cell] && !audit_.IsProved(cell)) ++open;
      }
    }
    return open;
  }

  bool Propose(int to, int from, int64_t people) {
    if (people == 0 || !Spend(to, from)) return false;
    Move move{{to, people}, {from, -people}};
    for (const Line& line : LinesOf(to)) {
      for (const Line& other : LinesOf(from)) {
        if (line.slab != other.slab || line.is_row != other.is_row) continue;
        if (!Shift(line, other, people, move)) return false;
      }
    }
    return audit_.Accept(move, unknown_);
  }

  // Changes `line` by `people` in all, and `other` to the contrary, place by place.
  bool Shift(const Line& line, const Line& other, int64_t people, Move& move) const {
    std::vector<int> places;
    for (int i = 0; i < line.Length(); ++i) {
      const int cell = line.Cell(i);
      const int opposite = other.Cell(i);
      if (cell == LinkedTables::kNobody || opposite == LinkedTables::kNobody) continue;
      if (unknown_[cell] && unknown_[opposite]) places.push_back(i);
    }
    // What is open first; of those where the most people are.
    std::stable_sort(places.begin(), places.end(), [&](int a, int b) {
      const bool a_open = !audit_.IsProved(line.Cell(a));
      const bool b_open = !audit_.IsProved(line.Cell(b));
      if (a_open != b_open) return a_open;
      return tables_.Count(other.Cell(a)) > tables_.Count(other.Cell(b));
    });
    for (const int i : places) {
      const int64_t change = people > 0 ? std::min(people, tables_.Count(other.Cell(i)))
                                        : -std::min(-people, tables_.Count(line.Cell(i)));
      if (change == 0) continue;
      move.push_back({line.Cell(i), change});
      move.push_back({other.Cell(i), -change});
      people -= change;
      if (people == 0) return true;
    }
    return people == 0;
  }

  const LinkedTables& tables_;
  const Pattern& unknown_;
  const std::vector<int64_t>& widths_;
  LinkedAudit& audit_;
  Work& work_;
  absl::flat_hash_map<int, std::vector<Line>> lines_;
};

}  // namespace

void ProveByTransfers(const LinkedTables& tables, const Pattern& unknown,
                      const std::vector<int64_t>& widths, LinkedAudit& audit, Work& work) {
  Transfers transfers(tables, unknown, widths, audit, work);
  for (const std::vector<int>& table : tables.OneWay()) {
    for (const int cell : table) transfers.Prove(cell, table);
  }
}

}  // namespace lotse::survey::suppression
