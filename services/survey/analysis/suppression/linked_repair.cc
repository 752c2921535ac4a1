#include "services/survey/analysis/suppression/linked_repair.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/survey/analysis/suppression/linear_programme.h"

namespace lotse::survey::suppression {
namespace {

// A change of a suppressed cell: no more of them than needed.
constexpr double kHidden = 0.001;
// An empty cell in place of a count: it may be known to be empty.
constexpr double kEmpty = 1000;
constexpr double kNoChange = 1e-6;

double CostOf(const LinkedTables& tables, const Pattern& suppressed, int cell) {
  if (suppressed[cell] || tables.IsUnpublished(cell)) return kHidden;
  if (tables.Count(cell) == 0) return kEmpty;
  // What hangs on it has to change as well.
  const size_t sums = tables.SumsOf(cell).size();
  return static_cast<double>(tables.Count(cell) + 1) * (tables.IsWhole(cell) ? 1.0 + sums : 1.0);
}

bool SharesVariable(const CellKey& a, const CellKey& b) {
  return std::any_of(a.where.begin(), a.where.end(), [&](const Coordinate& c) {
    return std::any_of(b.where.begin(), b.where.end(),
                       [&](const Coordinate& d) { return c.variable == d.variable; });
  });
}

// Each cell that may change is two columns: by how much it rises, and by how much it falls.
std::optional<CheapMove> Solve(const LinkedTables& tables, const Pattern& suppressed,
                               const Wish& wish, const std::vector<int>& cells) {
  std::vector<std::pair<double, double>> limits;
  std::vector<LinearProgramme::Row> rows;
  absl::flat_hash_map<int, size_t> row_of;
  const double most = 1000.0 * static_cast<double>(std::abs(wish.change));
  for (size_t i = 0; i < cells.size(); ++i) {
    const int cell = cells[i];
    if (cell == wish.cell) {
      const auto change = static_cast<double>(wish.change);
      limits.push_back({std::max(change, 0.0), std::max(change, 0.0)});
      limits.push_back({std::max(-change, 0.0), std::max(-change, 0.0)});
    } else {
      limits.push_back({0, most});
      limits.push_back({0, static_cast<double>(tables.Count(cell))});
    }
    for (const int number : tables.SumsOf(cell)) {
      const auto [place, is_new] = row_of.try_emplace(number, rows.size());
      if (is_new) rows.emplace_back();
      const double sign = tables.Sums()[number].whole == cell ? -1 : 1;
      rows[place->second].terms.push_back({static_cast<int>(2 * i), sign});
      rows[place->second].terms.push_back({static_cast<int>(2 * i + 1), -sign});
    }
  }
  LinearProgramme programme(limits, rows, wish.work);
  for (size_t i = 0; i < cells.size(); ++i) {
    const double cost = CostOf(tables, suppressed, cells[i]);
    programme.SetFactor(static_cast<int>(2 * i), cost);
    programme.SetFactor(static_cast<int>(2 * i + 1), cost);
  }
  const std::optional<std::vector<double>> values = programme.MinimiseCosts();
  if (!values) return std::nullopt;
  CheapMove move;
  for (size_t i = 0; i < cells.size(); ++i) {
    const double change = (*values)[2 * i] + (*values)[2 * i + 1];
    move.cost += change * CostOf(tables, suppressed, cells[i]);
    const double rounded = std::round((*values)[2 * i]) - std::round((*values)[2 * i + 1]);
    if (rounded != 0) move.changes.push_back({cells[i], static_cast<int64_t>(rounded)});
    if (change > kNoChange && !suppressed[cells[i]] && !tables.IsUnpublished(cells[i])) {
      move.cells.push_back(cells[i]);
    }
  }
  return move;
}

}  // namespace

std::optional<CheapMove> CheapestMove(const LinkedTables& tables, const Pattern& suppressed,
                                      const Wish& wish) {
  if (tables.Count(wish.cell) + wish.change < 0 || (*wish.fixed)[wish.cell]) return std::nullopt;
  if (wish.work != nullptr && !wish.work->Spend(4 * int64_t{tables.Size()})) return std::nullopt;
  // Near the cell first: tables that share no variable with it are left as they are.
  std::vector<int> near;
  std::vector<int> all;
  for (int cell = 0; cell < tables.Size(); ++cell) {
    if ((*wish.fixed)[cell]) continue;
    all.push_back(cell);
    if (SharesVariable(tables.Key(cell), tables.Key(wish.cell))) near.push_back(cell);
  }
  std::optional<CheapMove> move = Solve(tables, suppressed, wish, near);
  if (!move && near.size() < all.size()) move = Solve(tables, suppressed, wish, all);
  return move;
}

}  // namespace lotse::survey::suppression
