#include "services/survey/analysis/tables/cell_keys.h"

#include <algorithm>

namespace lotse::survey::tables {

using suppression::CellKey;
using suppression::TableSpec;

CellKey KeyOf(const TableSpec& table, const std::vector<int>& where) {
  CellKey key{table.base, table.filter};
  for (std::size_t i = 0; i < where.size(); ++i) {
    if (where[i] != kAll) key.where.push_back({table.variables[i], where[i]});
  }
  std::sort(key.where.begin(), key.where.end());
  return key;
}

CellCounts::CellCounts(const TableSpec& table) : categories_(table.categories) {
  std::size_t size = 1;
  for (const int categories : categories_) size *= static_cast<std::size_t>(categories) + 1;
  counts_.resize(size);
  for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
    std::vector<int> where(categories_.size());
    std::size_t rest = cell;
    for (std::size_t i = where.size(); i-- > 0;) {
      where[i] = static_cast<int>(rest % static_cast<std::size_t>(categories_[i]));
      rest /= static_cast<std::size_t>(categories_[i]);
    }
    for (unsigned summed = 0; summed < 1U << where.size(); ++summed) {
      std::vector<int> margin = where;
      for (std::size_t i = 0; i < where.size(); ++i) {
        if ((summed >> i & 1U) != 0) margin[i] = kAll;
      }
      counts_[IndexOf(margin)] += table.counts[cell];
    }
  }
}

std::size_t CellCounts::IndexOf(const std::vector<int>& where) const {
  std::size_t index = 0;
  for (std::size_t i = 0; i < where.size(); ++i) {
    const int place = where[i] == kAll ? categories_[i] : where[i];
    index =
        index * (static_cast<std::size_t>(categories_[i]) + 1) + static_cast<std::size_t>(place);
  }
  return index;
}

std::vector<int> CellCounts::WhereOf(std::size_t index) const {
  std::vector<int> where(categories_.size());
  for (std::size_t i = where.size(); i-- > 0;) {
    const std::size_t width = static_cast<std::size_t>(categories_[i]) + 1;
    const int place = static_cast<int>(index % width);
    where[i] = place == categories_[i] ? kAll : place;
    index /= width;
  }
  return where;
}

void CellCounts::ForEach(
    absl::FunctionRef<void(const std::vector<int>& where, int64_t count)> visit) const {
  for (std::size_t index = 0; index < counts_.size(); ++index)
    visit(WhereOf(index), counts_[index]);
}

}  // namespace lotse::survey::tables
