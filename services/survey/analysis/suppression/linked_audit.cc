#include "services/survey/analysis/suppression/linked_audit.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "services/survey/analysis/suppression/linear_programme.h"
#include "services/survey/analysis/suppression/linked_cubes.h"
#include "services/survey/analysis/suppression/linked_transfers.h"
#include "services/survey/analysis/suppression/two_way_audit.h"

namespace lotse::survey::suppression {
namespace {

// Rounding errors of the linear programmes are smaller.
constexpr double kNearlyWhole = 1e-5;

// Rounds of linear programmes for many cells at once.
constexpr int kRounds = 12;

// The cells connected by sums among unknown ones, as a number of the component for each.
std::vector<int> Connected(const LinkedTables& tables, const Pattern& unknown) {
  std::vector<int> above(tables.Size());
  std::iota(above.begin(), above.end(), 0);
  const auto root = [&](int cell) {
    while (above[cell] != cell) cell = above[cell] = above[above[cell]];
    return cell;
  };
  for (const Sum& sum : tables.Sums()) {
    int first = unknown[sum.whole] ? sum.whole : -1;
    for (const int part : sum.parts) {
      if (!unknown[part]) continue;
      if (first < 0) {
        first = part;
      } else {
        above[root(part)] = root(first);
      }
    }
  }
  std::vector<int> roots(tables.Size());
  for (int cell = 0; cell < tables.Size(); ++cell) roots[cell] = root(cell);
  return roots;
}

}  // namespace

// Unknown cells that depend on one another, as a linear programme of their changes.
class LinkedAudit::Component {
 public:
  Component(const LinkedAudit& audit, std::vector<int> cells)
      : audit_(audit), cells_(std::move(cells)), programme_(Build()) {}

  const std::vector<int>& Cells() const { return cells_; }

  void Want(int cell, bool wanted) { programme_.SetFactor(column_.at(cell), wanted ? 1 : 0); }

  std::optional<std::vector<double>> Solve(bool rise) {
    return rise ? programme_.Maximise() : programme_.Minimise();
  }

  double ValueOf(int cell, const std::vector<double>& values) const {
    return values[column_.at(cell)];
  }

  // Lets sensitive cells change by more than their width: other cells may need it.
  void Widen() {
    for (size_t i = 0; i < cells_.size(); ++i) {
      Limit(static_cast<int>(i), {limits_[i].first, static_cast<double>(most_)});
    }
  }

  // The whole numbers of a solution as changes; none if it has others.
  std::optional<Move> Whole(const std::vector<double>& values) const {
    Move move;
    for (size_t i = 0; i < cells_.size(); ++i) {
      const double whole = std::round(values[i]);
      if (std::abs(values[i] - whole) > kNearlyWhole) return std::nullopt;
      if (whole != 0) move.push_back({cells_[i], static_cast<int64_t>(whole)});
    }
    return move;
  }

  // A solution in whole numbers in which `cell` changes by `change`, by branching on values that
  // are not whole. None if there is none or `budget` is used up.
  std::optional<Move> WholeWith(int cell, double change, int& budget) {
    const int column = column_.at(cell);
    const std::pair<double, double> before = limits_[column];
    Limit(column, {change, change});
    std::optional<Move> found = Branch(budget);
    Limit(column, before);
    return found;
  }

 private:
  LinearProgramme Build() {
    const LinkedTables& tables = audit_.tables_;
    int64_t largest = 0;
    for (size_t i = 0; i < cells_.size(); ++i) {
      column_[cells_[i]] = static_cast<int>(i);
      largest = std::max(largest, tables.Count(cells_[i]));
    }
    absl::flat_hash_map<int, size_t> row_of;
    std::vector<LinearProgramme::Row> rows;
    for (const int cell : cells_) {
      for (const int number : tables.SumsOf(cell)) {
        const auto [place, is_new] = row_of.try_emplace(number, rows.size());
        if (is_new) rows.emplace_back();
        rows[place->second].terms.push_back(
            {column_.at(cell), tables.Sums()[number].whole == cell ? -1.0 : 1.0});
      }
    }
    // A sensitive cell need not change by more than its width, at first; nothing changes by more
    // than all that is hidden.
    most_ = 4 * largest + 100;
    for (const int cell : cells_) {
      const int64_t width = audit_.widths_[cell];
      limits_.push_back({static_cast<double>(-tables.Count(cell)),
                         static_cast<double>(width > 0 ? width : most_)});
    }
    return LinearProgramme(limits_, rows, &audit_.work_);
  }

  void Limit(int column, std::pair<double, double> limits) {
    limits_[column] = limits;
    programme_.SetLimits(column, limits.first, limits.second);
  }

  std::optional<Move> Branch(int& budget) {
    if (--budget < 0 || audit_.work_.IsUsedUp()) return std::nullopt;
    const std::optional<std::vector<double>> values = programme_.Maximise();
    if (!values) return std::nullopt;
    std::optional<Move> whole = Whole(*values);
    if (whole) return whole;
    int column = 0;
    while (std::abs((*values)[column] - std::round((*values)[column])) <= kNearlyWhole) ++column;
    const double low = std::floor((*values)[column]);
    const std::pair<double, double> before = limits_[column];
    Limit(column, {before.first, low});
    whole = Branch(budget);
    if (!whole) {
      Limit(column, {low + 1, before.second});
      whole = Branch(budget);
    }
    Limit(column, before);
    return whole;
  }

  const LinkedAudit& audit_;
  std::vector<int> cells_;
  absl::flat_hash_map<int, int> column_;
  std::vector<std::pair<double, double>> limits_;
  int64_t most_ = 0;
  LinearProgramme programme_;
};

LinkedAudit::LinkedAudit(const LinkedTables& tables, std::vector<int64_t> widths, Work* work)
    : tables_(tables), widths_(std::move(widths)), work_(work != nullptr ? *work : endless_) {
  for (int cell = 0; cell < tables.Size(); ++cell) low_.push_back(tables.Count(cell));
  high_ = low_;
  used_.assign(tables.Size(), false);
}

Pattern LinkedAudit::Unknown(const Pattern& suppressed) const {
  Pattern unknown = suppressed;
  for (int cell = 0; cell < tables_.Size(); ++cell) unknown[cell] = IsUnknown(cell, suppressed);
  return unknown;
}

std::vector<int> LinkedAudit::Open() const {
  std::vector<int> open;
  for (int cell = 0; cell < tables_.Size(); ++cell) {
    if (!IsProved(cell)) open.push_back(cell);
  }
  return open;
}

std::vector<int> LinkedAudit::Unprotected(const Pattern& suppressed) {
  if (QuicklyUnprotected(suppressed).empty()) return {};
  ProveByProgrammes(suppressed);
  return Open();
}

std::vector<int> LinkedAudit::QuicklyUnprotected(const Pattern& suppressed) {
  work_.Spend(4 * int64_t{tables_.Size()});
  ProveByFlows(suppressed);
  if (Open().empty()) return {};
  const Pattern unknown = Unknown(suppressed);
  ProveByTransfers(tables_, unknown, widths_, *this, work_);
  CubeMoves(tables_, *this, work_).Prove(unknown);
  return Open();
}

bool LinkedAudit::Accept(const Move& move, const Pattern& suppressed) {
  absl::flat_hash_map<int, int64_t> balance;
  for (const auto& [cell, change] : move) {
    if (!IsUnknown(cell, suppressed) || tables_.Count(cell) + change < 0) return false;
    for (const int number : tables_.SumsOf(cell)) {
      balance[number] += tables_.Sums()[number].whole == cell ? -change : change;
    }
  }
  for (const auto& [number, difference] : balance) {
    if (difference != 0) return false;
  }
  bool is_needed = false;
  for (const auto& [cell, change] : move) {
    const int64_t count = tables_.Count(cell) + change;
    is_needed |= !IsProved(cell) && (count < low_[cell] || count > high_[cell]);
  }
  if (!is_needed) return true;
  for (const auto& [cell, change] : move) {
    low_[cell] = std::min(low_[cell], tables_.Count(cell) + change);
    high_[cell] = std::max(high_[cell], tables_.Count(cell) + change);
    used_[cell] = true;
  }
  return true;
}

void LinkedAudit::ProveByFlows(const Pattern& suppressed) {
  const Pattern unknown = Unknown(suppressed);
  for (const Slab& slab : tables_.Crosstabs()) {
    if (!work_.Spend(std::ssize(slab.cells))) return;
    const bool open = std::any_of(slab.cells.begin(), slab.cells.end(), [&](int cell) {
      return cell != LinkedTables::kNobody && unknown[cell] && !IsProved(cell);
    });
    if (!open || !StandsAlone(tables_, slab)) continue;
    const TwoWay table = Table(tables_, slab);
    const Pattern pattern = Within(slab, unknown);
    for (int i = 0; i < table.Size(); ++i) {
      const int cell = slab.cells[i];
      if (!pattern[i] || IsProved(cell)) continue;
      if (!work_.Spend(CostOfInterval(table))) return;
      const Interval interval = AttackerInterval(table, pattern, i, widths_[cell]);
      if (interval.low >= low_[cell] && interval.high <= high_[cell]) continue;
      low_[cell] = std::min(low_[cell], interval.low);
      high_[cell] = std::max(high_[cell], interval.high);
      for (int k = 0; k < table.Size(); ++k) {
        if (pattern[k]) used_[slab.cells[k]] = true;
      }
    }
  }
}

void LinkedAudit::ProveByProgrammes(const Pattern& suppressed) {
  const std::vector<int> open = Open();
  if (open.empty()) return;
  const Pattern unknown = Unknown(suppressed);
  if (!work_.Spend(4 * int64_t{tables_.Size()})) return;
  const std::vector<int> roots = Connected(tables_, unknown);
  absl::flat_hash_map<int, std::vector<int>> cells;
  for (int cell = 0; cell < tables_.Size(); ++cell) {
    if (unknown[cell]) cells[roots[cell]].push_back(cell);
  }
  Pattern done(tables_.Size(), false);
  for (const int cell : open) {
    if (!unknown[cell] || done[roots[cell]] || cells[roots[cell]].size() < 2) continue;
    done[roots[cell]] = true;
    if (work_.IsUsedUp()) return;
    Component component(*this, cells[roots[cell]]);
    ProveTogether(component, suppressed);
    component.Widen();
    for (const int other : component.Cells()) {
      if (work_.IsUsedUp()) return;
      if (!IsProved(other)) ProveAlone(component, other, suppressed);
    }
  }
}

void LinkedAudit::ProveTogether(Component& component, const Pattern& suppressed) {
  const auto open = [&] {
    return std::count_if(component.Cells().begin(), component.Cells().end(),
                         [&](int cell) { return !IsProved(cell); });
  };
  int64_t missing = open();
  for (int round = 0; round < kRounds && missing > 1 && !work_.IsUsedUp(); ++round) {
    for (const int cell : component.Cells()) component.Want(cell, !IsProved(cell));
    for (const bool rise : {true, false}) {
      const std::optional<std::vector<double>> values = component.Solve(rise);
      const std::optional<Move> move = values ? component.Whole(*values) : std::nullopt;
      if (move) Accept(*move, suppressed);
    }
    const int64_t left = open();
    if (left == missing) break;
    missing = left;
  }
  for (const int cell : component.Cells()) component.Want(cell, false);
}

void LinkedAudit::ProveAlone(Component& component, int cell, const Pattern& suppressed) {
  component.Want(cell, true);
  double ends[2] = {0, 0};
  for (const bool rise : {true, false}) {
    if (IsProved(cell)) break;
    const std::optional<std::vector<double>> values = component.Solve(rise);
    if (!values) continue;
    ends[rise ? 1 : 0] = component.ValueOf(cell, *values);
    const std::optional<Move> move = component.Whole(*values);
    if (move) Accept(*move, suppressed);
  }
  component.Want(cell, false);
  // The linear programme sees an interval that is wide enough, but no whole numbers at its ends.
  if (IsProved(cell) || ends[1] - ends[0] < static_cast<double>(widths_[cell]) - kNearlyWhole) {
    return;
  }
  int budget = branches_;
  for (const int end : {1, 0}) {
    double change =
        end == 1 ? std::floor(ends[1] + kNearlyWhole) : std::ceil(ends[0] - kNearlyWhole);
    while (budget > 0 && !work_.IsUsedUp() && change != 0 && !IsProved(cell)) {
      const std::optional<Move> move = component.WholeWith(cell, change, budget);
      if (move && Accept(*move, suppressed)) break;
      change += end == 1 ? -1 : 1;
    }
  }
}

bool KnowsAsOnlyOne(const LinkedTables& tables, int own, int cell) {
  const std::vector<Coordinate>& outer = tables.Meaning(own);
  const std::vector<Coordinate>& inner = tables.Meaning(cell);
  return tables.Key(own).base == tables.Key(cell).base &&
         std::includes(inner.begin(), inner.end(), outer.begin(), outer.end());
}

std::vector<LinkedInsider> FindInsiders(const LinkedTables& tables, const Pattern& suppressed,
                                        const std::vector<int64_t>& widths, Work* work) {
  std::vector<LinkedInsider> found;
  std::vector<int> unknown;
  for (const Sum& sum : tables.Sums()) {
    unknown.clear();
    if (work != nullptr && !work->Spend(1 + std::ssize(sum.parts))) return found;
    const auto note = [&](int cell) {
      if (suppressed[cell] || tables.IsUnpublished(cell)) unknown.push_back(cell);
    };
    note(sum.whole);
    for (const int part : sum.parts) note(part);
    for (const int learned : unknown) {
      if (widths[learned] == 0 || unknown.size() < 2) continue;
      for (const int own : unknown) {
        if (tables.Count(own) != 1 || KnowsAsOnlyOne(tables, own, learned)) continue;
        if (work != nullptr && !work->Spend(std::ssize(unknown))) return found;
        const bool all = std::all_of(unknown.begin(), unknown.end(), [&](int other) {
          return other == learned || KnowsAsOnlyOne(tables, own, other);
        });
        if (all) found.push_back({own, learned});
      }
    }
  }
  return found;
}

TwoWay Table(const LinkedTables& tables, const Slab& slab) {
  TwoWay table{slab.rows, slab.columns, {}};
  for (const int cell : slab.cells) {
    table.counts.push_back(cell == LinkedTables::kNobody ? 0 : tables.Count(cell));
  }
  return table;
}

Pattern Within(const Slab& slab, const Pattern& cells) {
  Pattern pattern;
  for (const int cell : slab.cells) {
    pattern.push_back(cell != LinkedTables::kNobody && cells[cell]);
  }
  return pattern;
}

bool StandsAlone(const LinkedTables& tables, const Slab& slab) {
  return std::all_of(slab.cells.begin(), slab.cells.end(), [&](int cell) {
    return cell == LinkedTables::kNobody ||
           (!tables.IsWhole(cell) && tables.SumsOf(cell).size() == 2);
  });
}

}  // namespace lotse::survey::suppression
