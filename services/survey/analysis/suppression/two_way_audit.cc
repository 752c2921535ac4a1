#include "services/survey/analysis/suppression/two_way_audit.h"

#include <algorithm>

#include "services/survey/analysis/suppression/flow.h"

namespace lotse::survey::suppression {
namespace {

FlowNetwork Moves(const TwoWay& table, const Pattern& suppressed, int cell, int known) {
  FlowNetwork network(table.rows + table.columns);
  for (int other = 0; other < table.Size(); ++other) {
    if (!suppressed[other] || other == cell || other == known) continue;
    network.Add(table.RowOf(other), table.rows + table.ColumnOf(other), kUnlimited,
                table.counts[other]);
  }
  return network;
}

}  // namespace

Interval AttackerInterval(const TwoWay& table, const Pattern& suppressed, int cell, int64_t enough,
                          int known) {
  const int row = table.RowOf(cell);
  const int column = table.rows + table.ColumnOf(cell);
  const int64_t count = table.counts[cell];
  // A flow back to where it came from changes nothing in the other direction: each one gets a
  // network of its own.
  const int64_t fall =
      count == 0 ? 0
                 : Moves(table, suppressed, cell, known).Push(row, column, std::min(count, enough));
  const int64_t rise = Moves(table, suppressed, cell, known).Push(column, row, enough);
  return {count - fall, count + rise};
}

int64_t CostOfInterval(const TwoWay& table) { return 2 * int64_t{table.Size()}; }

Insider FindInsider(const TwoWay& table, const Pattern& suppressed, const Pattern& primary,
                    Work* work) {
  for (int cell = 0; cell < table.Size(); ++cell) {
    if (!suppressed[cell] || table.counts[cell] != 1) continue;
    for (int other = 0; other < table.Size(); ++other) {
      if (!primary[other] || other == cell) continue;
      if (work != nullptr && !work->Spend(CostOfInterval(table))) return {};
      if (AttackerInterval(table, suppressed, other, 1, cell).Width() < 1) return {cell, other};
    }
  }
  return {};
}

std::vector<int> Unprotected(const TwoWay& table, const Pattern& suppressed, const Pattern& primary,
                             const Criterion& criterion) {
  std::vector<int> found;
  for (int cell = 0; cell < table.Size(); ++cell) {
    const int64_t width = criterion.WidthFor(table.counts[cell]);
    if (primary[cell] && AttackerInterval(table, suppressed, cell, width).Width() < width) {
      found.push_back(cell);
    }
  }
  if (found.empty() && criterion.singletons) {
    const Insider insider = FindInsider(table, suppressed, primary);
    if (insider.cell >= 0) found.push_back(insider.primary);
  }
  return found;
}

}  // namespace lotse::survey::suppression
