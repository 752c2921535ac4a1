#include "services/survey/analysis/suppression/linked_tables.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"

namespace lotse::survey::suppression {
namespace {

// The category of those who are not in a filter, in the keys of differences.
constexpr int kOther = -1;

bool KeepsVariable(unsigned kept, size_t position) { return (kept >> position & 1U) != 0; }

absl::Status Check(const TableSpec& spec) {
  if (spec.variables.empty() || spec.variables.size() > 3 ||
      spec.variables.size() != spec.categories.size()) {
    return absl::InvalidArgumentError("a table has one to three variables with their categories");
  }
  std::vector<int> names = spec.variables;
  for (const Coordinate& condition : spec.filter) names.push_back(condition.variable);
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) {
    return absl::InvalidArgumentError("a variable stands twice in a table and its filter");
  }
  size_t size = 1;
  for (const int number : spec.categories) size *= std::max(number, 0);
  if (size == 0 || size != spec.counts.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a table of ", size, " cells has ", spec.counts.size(), " counts"));
  }
  for (const int64_t count : spec.counts) {
    if (count < 0) return absl::InvalidArgumentError("a count is negative");
  }
  return absl::OkStatus();
}

// The categories of the inner cell `index`, in the order of the variables.
std::vector<int> CategoriesOf(const TableSpec& spec, size_t index) {
  std::vector<int> found(spec.variables.size());
  for (size_t i = spec.variables.size(); i-- > 0;) {
    found[i] = static_cast<int>(index % spec.categories[i]);
    index /= spec.categories[i];
  }
  return found;
}

// The cell of the margin over the variables in `kept` that an inner cell belongs to.
CellKey KeyOf(const TableSpec& spec, const std::vector<int>& categories, unsigned kept) {
  CellKey key{spec.base, spec.filter};
  for (size_t i = 0; i < categories.size(); ++i) {
    if (KeepsVariable(kept, i)) key.where.push_back({spec.variables[i], categories[i]});
  }
  std::sort(key.where.begin(), key.where.end());
  return key;
}

CellKey Without(const CellKey& key, size_t position) {
  CellKey shorter = key;
  shorter.where.erase(shorter.where.begin() + static_cast<std::ptrdiff_t>(position));
  return shorter;
}

}  // namespace

int LinkedTables::Find(const CellKey& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? -1 : found->second;
}

void LinkedTables::Connect(Sum sum) {
  const int number = static_cast<int>(sums_.size());
  is_whole_[sum.whole] = true;
  sums_of_[sum.whole].push_back(number);
  for (const int part : sum.parts) sums_of_[part].push_back(number);
  sums_.push_back(std::move(sum));
}

absl::Status LinkedTables::AddMargin(const TableSpec& spec, unsigned kept) {
  std::vector<CellKey> keys;
  absl::flat_hash_map<CellKey, int64_t> counts;
  for (size_t index = 0; index < spec.counts.size(); ++index) {
    CellKey key = KeyOf(spec, CategoriesOf(spec, index), kept);
    const auto [place, is_new] = counts.try_emplace(key, 0);
    place->second += spec.counts[index];
    if (is_new) keys.push_back(std::move(key));
  }
  std::vector<int> cells;
  bool is_new_table = false;
  for (CellKey& key : keys) {
    const int64_t count = counts.at(key);
    const auto [place, is_new] = by_key_.try_emplace(key, Size());
    cells.push_back(place->second);
    if (!is_new) {
      if (counts_[place->second] != count) {
        return absl::InvalidArgumentError("two tables count the same respondents differently");
      }
      continue;
    }
    is_new_table = true;
    keys_.push_back(std::move(key));
    counts_.push_back(count);
    sums_of_.emplace_back();
    is_whole_.push_back(false);
  }
  if (is_new_table && kept != 0 && (kept & (kept - 1)) == 0) one_way_.push_back(cells);
  if (is_new_table && spec.variables.size() == 2 && kept == 3) AddCrosstab(spec);
  return absl::OkStatus();
}

void LinkedTables::AddCrosstab(const TableSpec& spec) {
  Slab slab{spec.categories[0], spec.categories[1], {}, {}, {}};
  for (size_t index = 0; index < spec.counts.size(); ++index) {
    const std::vector<int> categories = CategoriesOf(spec, index);
    slab.cells.push_back(by_key_.at(KeyOf(spec, categories, 3)));
    if (categories[1] == 0) slab.row_margins.push_back(by_key_.at(KeyOf(spec, categories, 1)));
    if (categories[0] == 0) slab.column_margins.push_back(by_key_.at(KeyOf(spec, categories, 2)));
  }
  crosstabs_.push_back(std::move(slab));
}

void LinkedTables::AddSums(const TableSpec& spec, unsigned kept) {
  for (size_t i = 0; i < spec.variables.size(); ++i) {
    if (!KeepsVariable(kept, i)) continue;
    absl::flat_hash_map<int, int> place;  // of a whole among the new sums
    std::vector<Sum> sums;
    for (size_t index = 0; index < spec.counts.size(); ++index) {
      const std::vector<int> categories = CategoriesOf(spec, index);
      const int whole = by_key_.at(KeyOf(spec, categories, kept & ~(1U << i)));
      if (known_sums_.contains({whole, spec.variables[i]})) continue;
      const auto [found, is_new] = place.try_emplace(whole, static_cast<int>(sums.size()));
      if (is_new) sums.push_back({whole, {}});
      std::vector<int>& parts = sums[found->second].parts;
      const int part = by_key_.at(KeyOf(spec, categories, kept));
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    }
    for (Sum& sum : sums) {
      known_sums_.insert({sum.whole, spec.variables[i]});
      Connect(std::move(sum));
    }
  }
}

absl::Status LinkedTables::Add(const TableSpec& spec) {
  absl::Status status = Check(spec);
  const unsigned all = (1U << spec.variables.size()) - 1;
  for (unsigned kept = 0; status.ok() && kept <= all; ++kept) status = AddMargin(spec, kept);
  for (unsigned kept = 1; status.ok() && kept <= all; ++kept) AddSums(spec, kept);
  return status;
}

absl::Status LinkedTables::AddDifferences() {
  first_difference_ = Size();
  absl::flat_hash_map<std::pair<int, int>, size_t> place;
  std::vector<std::pair<Sum, int>> sums;  // with the variable of the filter
  for (int cell = 0; cell < first_difference_; ++cell) {
    for (size_t i = 0; i < keys_[cell].where.size(); ++i) {
      const int variable = keys_[cell].where[i].variable;
      const int whole = Find(Without(keys_[cell], i));
      if (whole < 0 || known_sums_.contains({whole, variable})) continue;
      const auto [found, is_new] = place.try_emplace({whole, variable}, sums.size());
      if (is_new) sums.push_back({Sum{whole, {}}, variable});
      sums[found->second].first.parts.push_back(cell);
    }
  }
  for (auto& [sum, variable] : sums) {
    int64_t rest = counts_[sum.whole];
    for (const int part : sum.parts) rest -= counts_[part];
    if (rest < 0) {
      return absl::InvalidArgumentError("a filtered table counts more than the unfiltered one");
    }
    // Nobody is left: whoever knows the categories knows it.
    if (rest > 0) {
      CellKey key = keys_[sum.whole];
      key.where.push_back({variable, kOther});
      std::sort(key.where.begin(), key.where.end());
      sum.parts.push_back(Size());
      by_key_.try_emplace(key, Size());
      keys_.push_back(std::move(key));
      counts_.push_back(rest);
      sums_of_.emplace_back();
      is_whole_.push_back(false);
    }
    known_sums_.insert({sum.whole, variable});
    Connect(std::move(sum));
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey::suppression
