#include "services/survey/analysis/suppression/linked_cubes.h"

#include <algorithm>
#include <bit>

namespace lotse::survey::suppression {
namespace {

constexpr int kAxes = 3;
constexpr unsigned kAll = 7;
constexpr int64_t kImpossible = int64_t{1} << 50;
// Margins first: what is hidden for them serves their cells, too. By the variables kept.
constexpr unsigned kLevels[] = {1, 2, 4, 3, 5, 6, 7};
// The variables of which a move changes categories.
constexpr unsigned kMoved[] = {7, 3, 5, 6, 1, 2, 4};

bool Has(unsigned set, int axis) { return (set >> axis & 1U) != 0; }

int CellAt(const Cube& cube, unsigned kept, const int* at) {
  size_t place = 0;
  for (int axis = 0; axis < kAxes; ++axis) {
    if (Has(kept, axis)) place = place * cube.categories[axis] + at[axis];
  }
  return cube.margins[kept][place];
}

}  // namespace

CubeMoves::CubeMoves(const LinkedTables& tables, LinkedAudit& audit, Work& work)
    : tables_(tables), audit_(audit), work_(work), changes_(tables.Size(), 0) {}

// Each cell that is not proved, with its place.
template <typename F>
void CubeMoves::ForEachOpen(F f) {
  for (const Cube& cube : tables_.Cubes()) {
    for (const unsigned kept : kLevels) {
      const std::vector<int>& cells = cube.margins[kept];
      for (size_t i = 0; i < cells.size(); ++i) {
        if (!work_.Spend(2)) return;
        if (cells[i] == LinkedTables::kNobody || audit_.IsProved(cells[i])) continue;
        Place place{&cube, kept};
        for (int axis = kAxes, rest = static_cast<int>(i); axis-- > 0;) {
          if (!Has(kept, axis)) continue;
          place.at[axis] = rest % cube.categories[axis];
          rest /= cube.categories[axis];
        }
        f(place, cells[i]);
      }
    }
  }
}

// What hiding a cell costs besides: as CheapestMove has it, in whole numbers.
int64_t CubeMoves::CostOf(int cell, const Search& search) const {
  if (search.unknown[cell]) return 0;
  if (search.fixed == nullptr || (*search.fixed)[cell] || tables_.Count(cell) == 0) {
    return kImpossible;
  }
  const auto sums = static_cast<int64_t>(tables_.SumsOf(cell).size());
  return (tables_.Count(cell) + 1) * (tables_.IsWhole(cell) ? 1 + sums : 1);
}

bool CubeMoves::CanChange(int cell, int sign, const Search& search) const {
  if (cell == LinkedTables::kNobody || CostOf(cell, search) >= kImpossible) return false;
  return sign > 0 || tables_.Count(cell) + changes_[cell] >= search.at_least;
}

// The categories that people can be of instead. If a move changes all three variables, each
// changes one cell for itself, which most of them rule out.
std::vector<int> CubeMoves::Others(const Search& search, unsigned moved, int axis) const {
  const Place& place = search.place;
  std::vector<int> found;
  if (!Has(moved, axis) && Has(place.kept, axis)) return {place.at[axis]};
  for (int category = 0; category < place.cube->categories[axis]; ++category) {
    if (Has(moved, axis) && category == place.at[axis]) continue;
    if (moved == kAll) {
      int at[kAxes] = {place.at[0], place.at[1], place.at[2]};
      at[axis] = category;
      if (!CanChange(CellAt(*place.cube, kAll, at), -search.sign, search)) continue;
    }
    found.push_back(category);
  }
  return found;
}

// One move: the categories of `moved` become `other`; of the variables that the place does not
// have, people are in `other` before and after.
void CubeMoves::Try(Search& search, unsigned moved, const int* other) {
  const Place& place = search.place;
  Step step{0, search.most};
  int corners = 0;
  for (unsigned kept = moved; kept <= kAll; ++kept) {
    if ((kept & moved) != moved) continue;
    for (unsigned swapped = moved;; swapped = (swapped - 1) & moved) {
      int at[kAxes];
      for (int axis = 0; axis < kAxes; ++axis) {
        const bool stays = Has(moved, axis) ? !Has(swapped, axis) : Has(place.kept, axis);
        at[axis] = stays ? place.at[axis] : other[axis];
      }
      const int cell = CellAt(*place.cube, kept, at);
      const int sign = std::popcount(swapped) % 2 == 0 ? search.sign : -search.sign;
      if (!CanChange(cell, sign, search)) return;
      step.cost += CostOf(cell, search);
      if (sign < 0) step.people = std::min(step.people, tables_.Count(cell) + changes_[cell]);
      step.cells[corners++] = {cell, sign};
      if (search.best && step.cost > search.best->cost) return;
      if (swapped == 0) break;
    }
  }
  const std::optional<Step>& best = search.best;
  if (!best || step.cost < best->cost || (step.cost == best->cost && step.people > best->people)) {
    search.best = step;
  }
}

void CubeMoves::TryAll(Search& search, unsigned moved) {
  std::vector<int> others[kAxes];
  for (int axis = 0; axis < kAxes; ++axis) others[axis] = Others(search, moved, axis);
  for (const int a : others[0]) {
    for (const int b : others[1]) {
      const auto steps = static_cast<int64_t>(others[2].size());
      if (search.IsDone() || !work_.Spend(8 * steps)) return;
      for (const int c : others[2]) {
        const int other[kAxes] = {a, b, c};
        Try(search, moved, other);
      }
    }
  }
}

// The cheapest step; of equal ones that which moves the most people.
std::optional<CubeMoves::Step> CubeMoves::Find(Search search) {
  if (search.most < search.at_least) return std::nullopt;
  for (const unsigned moved : kMoved) {
    if ((moved & search.place.kept) != moved) continue;
    TryAll(search, moved);
    if (search.IsDone()) break;
  }
  return search.best;
}

void CubeMoves::Apply(const Step& step) {
  for (const auto& [cell, sign] : step.cells) {
    if (changes_[cell] == 0) changed_.push_back(cell);
    changes_[cell] += sign * step.people;
  }
}

// All steps until now, which are forgotten.
Move CubeMoves::Taken() {
  Move move;
  for (const int cell : changed_) {
    if (changes_[cell] != 0) move.push_back({cell, changes_[cell]});
    changes_[cell] = 0;
  }
  changed_.clear();
  return move;
}

// Lets a cell rise or fall as far as it needs to.
void CubeMoves::Grow(const Place& place, int cell, int sign, const Pattern& unknown) {
  const int64_t proved = sign > 0 ? audit_.Rise(cell) : audit_.Fall(cell);
  int64_t needed = proved + audit_.Missing(cell);
  if (sign < 0) needed = std::min(needed, tables_.Count(cell));
  if (needed <= proved) return;
  while (needed > 0) {
    const std::optional<Step> step = Find({place, sign, needed, 1, unknown, nullptr});
    if (!step) break;
    Apply(*step);
    needed -= step->people;
  }
  audit_.Accept(Taken(), unknown);
}

void CubeMoves::ProveCell(const Place& place, int cell, const Pattern& unknown) {
  for (const int sign : {-1, 1}) {
    if (!audit_.IsProved(cell)) Grow(place, cell, sign, unknown);
  }
}

void CubeMoves::Prove(const Pattern& unknown) {
  ForEachOpen([&](const Place& place, int cell) {
    if (unknown[cell]) ProveCell(place, cell, unknown);
  });
}

// Hides the cells of the cheapest move that gives a cell what is missing. False: there is none.
bool CubeMoves::HideAtOnce(const Place& place, int cell, const Pattern& fixed,
                           Pattern& suppressed) {
  std::optional<Step> best;
  for (const int sign : {1, -1}) {
    const int64_t needed =
        (sign > 0 ? audit_.Rise(cell) : audit_.Fall(cell)) + audit_.Missing(cell);
    const std::optional<Step> step = Find({place, sign, needed, needed, suppressed, &fixed});
    if (step && (!best || step->cost < best->cost)) best = step;
  }
  if (!best) return false;
  for (const auto& [corner, sign] : best->cells) suppressed[corner] = true;
  Apply(*best);
  return audit_.Accept(Taken(), suppressed) && audit_.IsProved(cell);
}

// The same by several moves after one another.
bool CubeMoves::HideInSteps(const Place& place, int cell, int sign, const Pattern& fixed,
                            Pattern& suppressed) {
  int64_t needed = (sign > 0 ? audit_.Rise(cell) : audit_.Fall(cell)) + audit_.Missing(cell);
  std::vector<int> hidden;
  while (needed > 0) {
    const std::optional<Step> step = Find({place, sign, needed, 1, suppressed, &fixed});
    if (!step) break;
    for (const auto& [corner, change] : step->cells) {
      if (!suppressed[corner]) hidden.push_back(corner);
      suppressed[corner] = true;
    }
    Apply(*step);
    needed -= step->people;
  }
  const Move move = Taken();
  if (needed == 0 && audit_.Accept(move, suppressed) && audit_.IsProved(cell)) return true;
  for (const int other : hidden) suppressed[other] = false;
  return false;
}

void CubeMoves::Hide(const Pattern& fixed, Pattern& suppressed) {
  Prove(suppressed);
  ForEachOpen([&](const Place& place, int cell) {
    if (!suppressed[cell] || fixed[cell]) return;
    ProveCell(place, cell, suppressed);
    if (audit_.IsProved(cell) || HideAtOnce(place, cell, fixed, suppressed)) return;
    if (!HideInSteps(place, cell, 1, fixed, suppressed)) {
      HideInSteps(place, cell, -1, fixed, suppressed);
    }
  });
}

}  // namespace lotse::survey::suppression
