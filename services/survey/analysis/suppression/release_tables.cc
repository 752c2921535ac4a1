#include "services/survey/analysis/suppression/release_tables.h"

#include <algorithm>

namespace lotse::survey::suppression {
namespace {

CellKey BaseKey(const TableSpec& spec) {
  CellKey key{spec.base, spec.filter};
  std::sort(key.where.begin(), key.where.end());
  return key;
}

}  // namespace

absl::Status ReleaseTables::AddBefore(const Published& before) {
  absl::Status status;
  for (const TableSpec& spec : before.tables) {
    status.Update(tables_.Add(spec));
    before_.push_back(&spec);
  }
  for (const TableSpec& spec : before.unpublished) status.Update(tables_.AddUnpublished(spec));
  return status;
}

absl::Status ReleaseTables::Add(const std::vector<const TableToProtect*>& tables) {
  absl::Status status;
  for (const TableToProtect* table : tables) {
    for (const TableSpec& spec : table->parts) status.Update(tables_.Add(spec));
    for (const TableSpec& spec : table->unpublished) {
      status.Update(tables_.AddUnpublished(spec));
    }
  }
  return status;
}

absl::Status ReleaseTables::Finish(const absl::flat_hash_set<CellKey>& hidden,
                                   const absl::flat_hash_set<CellKey>& withheld,
                                   int64_t threshold) {
  const absl::Status status = tables_.AddDifferences(threshold);
  if (!status.ok()) return status;
  state_.given.assign(tables_.Size(), false);
  state_.fixed.assign(tables_.Size(), false);
  for (const auto* keys : {&hidden, &withheld}) {
    for (const CellKey& key : *keys) {
      const int cell = tables_.Find(key);
      if (cell >= 0) state_.given[cell] = true;
    }
  }
  for (const TableSpec* spec : before_) {
    for (const CellKey& key : LinkedTables::KeysOf(*spec)) {
      const int cell = tables_.Find(key);
      if (cell < 0 || hidden.contains(key)) continue;
      state_.fixed[cell] = true;
      state_.given[cell] = false;
    }
  }
  return status;
}

// Whether a cell that contains it is empty, and neither hidden nor sensitive.
bool ReleaseTables::IsKnownEmpty(int cell, const std::vector<int64_t>& widths) const {
  const CellKey& key = tables_.Key(cell);
  const unsigned all = (1U << key.where.size()) - 1;
  for (unsigned kept = 1; kept < all; ++kept) {
    CellKey larger{key.base, {}};
    for (size_t i = 0; i < key.where.size(); ++i) {
      if ((kept >> i & 1U) != 0) larger.where.push_back(key.where[i]);
    }
    const int found = tables_.Find(larger);
    if (found < 0 || tables_.Count(found) != 0 || tables_.IsUnpublished(found)) continue;
    if (!state_.given[found] && widths[found] == 0) return true;
  }
  return false;
}

std::vector<int64_t> ReleaseTables::Widths(const LinkedRules& rules) const {
  std::vector<int64_t> widths = SensitiveWidths(tables_, rules);
  std::vector<int> empty;
  for (int cell = 0; cell < tables_.Size(); ++cell) {
    if (widths[cell] > 0 && tables_.Count(cell) == 0) empty.push_back(cell);
  }
  // What contains others is looked at before them.
  std::stable_sort(empty.begin(), empty.end(), [&](int a, int b) {
    return tables_.Key(a).where.size() < tables_.Key(b).where.size();
  });
  for (const int cell : empty) {
    if (IsKnownEmpty(cell, widths)) widths[cell] = 0;
  }
  return widths;
}

int ReleaseTables::BaseOf(const TableToProtect& table) const {
  return tables_.Find(BaseKey(table.parts[0]));
}

std::vector<int> ReleaseTables::Showing(const std::vector<int>& cells, bool is_inner,
                                        const std::vector<const TableToProtect*>& tables) const {
  std::vector<bool> wanted(tables_.Size(), false);
  for (const int cell : cells) wanted[cell] = true;
  std::vector<int> shown;
  for (const TableToProtect* table : tables) {
    shown.push_back(0);
    for (const TableSpec& spec : table->parts) {
      const size_t inner = spec.filter.size() + spec.variables.size();
      for (const CellKey& key : LinkedTables::KeysOf(spec)) {
        const int cell = tables_.Find(key);
        if (cell < 0 || !wanted[cell]) continue;
        if (!is_inner || key.where.size() == inner) ++shown.back();
      }
    }
  }
  return shown;
}

int ReleaseTables::Responsible(int cell, const std::vector<const TableToProtect*>& tables) const {
  std::vector<int> near{cell};
  std::vector<bool> is_near(tables_.Size(), false);
  is_near[cell] = true;
  std::vector<bool> is_beside(tables_.Size(), false);
  for (const int number : tables_.SumsOf(cell)) {
    const Sum& sum = tables_.Sums()[number];
    is_beside[sum.whole] = true;
    for (const int part : sum.parts) is_beside[part] = true;
  }
  std::vector<std::vector<int>> shown;
  for (const TableToProtect* table : tables) {
    if (!table->parts[0].filter.empty() && is_beside[BaseOf(*table)]) {
      shown.push_back({BaseOf(*table)});
    } else {
      shown.emplace_back();
    }
  }
  for (size_t i = shown.size(); i-- > 0;) {
    if (!shown[i].empty() && shown[i][0] != cell) return static_cast<int>(i);
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    for (const TableSpec& spec : tables[i]->parts) {
      for (const CellKey& key : LinkedTables::KeysOf(spec)) {
        shown[i].push_back(tables_.Find(key));
      }
    }
  }
  for (size_t done = 0; done < near.size();) {
    for (size_t i = shown.size(); i-- > 0;) {
      const auto is_shown = [&](int other) { return other >= 0 && is_near[other]; };
      if (std::any_of(shown[i].begin(), shown[i].end(), is_shown)) return static_cast<int>(i);
    }
    for (const size_t end = near.size(); done < end; ++done) {
      for (const int number : tables_.SumsOf(near[done])) {
        std::vector<int> beside = tables_.Sums()[number].parts;
        beside.push_back(tables_.Sums()[number].whole);
        for (const int other : beside) {
          if (!is_near[other]) near.push_back(other);
          is_near[other] = true;
        }
      }
    }
  }
  return -1;
}

}  // namespace lotse::survey::suppression
