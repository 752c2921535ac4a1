#include "services/survey/analysis/suppression/linked_tables.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace lotse::survey::suppression {
namespace {

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

// The place of an inner cell in the margin over the variables in `kept`.
size_t PlaceIn(const TableSpec& spec, const std::vector<int>& categories, unsigned kept) {
  size_t place = 0;
  for (size_t i = 0; i < categories.size(); ++i) {
    if (KeepsVariable(kept, i)) place = place * spec.categories[i] + categories[i];
  }
  return place;
}

size_t SizeOf(const TableSpec& spec, unsigned kept) {
  size_t size = 1;
  for (size_t i = 0; i < spec.categories.size(); ++i) {
    if (KeepsVariable(kept, i)) size *= spec.categories[i];
  }
  return size;
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

}  // namespace

int LinkedTables::Find(const CellKey& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? -1 : found->second;
}

std::vector<CellKey> LinkedTables::KeysOf(const TableSpec& spec) {
  std::vector<CellKey> keys;
  for (unsigned kept = 0; kept < 1U << spec.variables.size(); ++kept) {
    std::vector<bool> is_seen(SizeOf(spec, kept), false);
    for (size_t index = 0; index < spec.counts.size(); ++index) {
      const std::vector<int> categories = CategoriesOf(spec, index);
      const size_t place = PlaceIn(spec, categories, kept);
      if (!is_seen[place]) keys.push_back(KeyOf(spec, categories, kept));
      is_seen[place] = true;
    }
  }
  return keys;
}

void LinkedTables::Connect(Sum sum) {
  const int number = static_cast<int>(sums_.size());
  is_whole_[sum.whole] = true;
  sums_of_[sum.whole].push_back(number);
  for (const int part : sum.parts) sums_of_[part].push_back(number);
  sums_.push_back(std::move(sum));
}

int LinkedTables::NewCell(CellKey key, std::vector<Coordinate> meaning, int64_t count,
                          bool published) {
  keys_.push_back(std::move(key));
  meanings_.push_back(std::move(meaning));
  counts_.push_back(count);
  published_.push_back(published);
  is_people_.push_back(true);
  sums_of_.emplace_back();
  is_whole_.push_back(false);
  return Size() - 1;
}

absl::StatusOr<int> LinkedTables::Place(CellKey key, int64_t count, bool published) {
  const auto [named, is_new_name] = by_key_.try_emplace(key, Size());
  int cell = named->second;
  if (is_new_name) {
    std::vector<Coordinate> meaning = key.where;
    if (!logic_.Groupings().empty()) {
      std::optional<std::vector<Coordinate>> closure = logic_.Closure(key.where);
      if (closure) meaning = *std::move(closure);
      cell = closure ? by_closure_.try_emplace({key.base, meaning}, cell).first->second : kNobody;
      named->second = cell;
    }
    names_.push_back({key, cell});
    if (cell == Size()) return NewCell(std::move(key), std::move(meaning), count, published);
  }
  if (cell == kNobody) {
    if (count != 0) return absl::InvalidArgumentError("there are people where nobody can be");
    return cell;
  }
  if (counts_[cell] != count) {
    return absl::InvalidArgumentError("two tables count the same respondents differently");
  }
  if (published && !published_[cell]) {
    published_[cell] = true;
    keys_[cell] = std::move(key);
  }
  return cell;
}

absl::Status LinkedTables::AddMargin(const TableSpec& spec, unsigned kept, bool published,
                                     Margins& margins) {
  std::vector<int64_t> counts(SizeOf(spec, kept), 0);
  std::vector<bool> is_placed(counts.size(), false);
  std::vector<int>& cells = margins[kept];
  cells.assign(counts.size(), kNobody);
  for (size_t index = 0; index < spec.counts.size(); ++index) {
    counts[PlaceIn(spec, CategoriesOf(spec, index), kept)] += spec.counts[index];
  }
  for (size_t index = 0; index < spec.counts.size(); ++index) {
    const std::vector<int> categories = CategoriesOf(spec, index);
    const size_t place = PlaceIn(spec, categories, kept);
    if (is_placed[place]) continue;
    is_placed[place] = true;
    const absl::StatusOr<int> cell = Place(KeyOf(spec, categories, kept), counts[place], published);
    if (!cell.ok()) return cell.status();
    cells[place] = *cell;
  }
  return absl::OkStatus();
}

void LinkedTables::NoteTable(const TableSpec& spec, unsigned kept, bool published,
                             const Margins& margins) {
  const bool is_crosstab = spec.variables.size() == 2 && kept == 3;
  const bool is_cube = spec.variables.size() == 3 && kept == 7;
  const bool is_one_way = published && kept != 0 && (kept & (kept - 1)) == 0;
  if (!is_crosstab && !is_cube && !is_one_way) return;
  CellKey name{spec.base, spec.filter};
  for (size_t i = 0; i < spec.variables.size(); ++i) {
    if (KeepsVariable(kept, i)) name.where.push_back({spec.variables[i], -1});
  }
  std::sort(name.where.begin(), name.where.end());
  if (!known_tables_.insert(std::move(name)).second) return;
  if (is_crosstab) AddCrosstab(spec, margins);
  if (is_cube) cubes_.push_back({spec.categories, margins});
  if (!is_one_way) return;
  one_way_.emplace_back();
  for (const int cell : margins[kept]) {
    if (cell != kNobody) one_way_.back().push_back(cell);
  }
}

void LinkedTables::AddCrosstab(const TableSpec& spec, const Margins& margins) {
  const int rows = spec.categories[0];
  const int columns = spec.categories[1];
  std::vector<bool> keep_row(rows, false);
  std::vector<bool> keep_column(columns, false);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const int cell = margins[3][row * columns + column];
      if (cell == kNobody || cell == margins[1][row] || cell == margins[2][column]) continue;
      keep_row[row] = keep_column[column] = true;
    }
  }
  Slab slab;
  for (int row = 0; row < rows; ++row) {
    if (!keep_row[row]) continue;
    slab.row_margins.push_back(margins[1][row]);
    for (int column = 0; column < columns; ++column) {
      if (keep_column[column]) slab.cells.push_back(margins[3][row * columns + column]);
    }
  }
  for (int column = 0; column < columns; ++column) {
    if (keep_column[column]) slab.column_margins.push_back(margins[2][column]);
  }
  slab.rows = static_cast<int>(slab.row_margins.size());
  slab.columns = static_cast<int>(slab.column_margins.size());
  if (slab.rows > 0) crosstabs_.push_back(std::move(slab));
}

void LinkedTables::AddSums(const TableSpec& spec, unsigned kept, const Margins& margins) {
  for (size_t i = 0; i < spec.variables.size(); ++i) {
    if (!KeepsVariable(kept, i)) continue;
    const unsigned without = kept & ~(1U << i);
    std::vector<Sum> sums(margins[without].size());
    std::vector<bool> is_seen(margins[kept].size(), false);
    for (size_t index = 0; index < spec.counts.size(); ++index) {
      const std::vector<int> categories = CategoriesOf(spec, index);
      const size_t place = PlaceIn(spec, categories, kept);
      if (is_seen[place]) continue;
      is_seen[place] = true;
      Sum& sum = sums[PlaceIn(spec, categories, without)];
      sum.whole = margins[without][PlaceIn(spec, categories, without)];
      if (margins[kept][place] != kNobody) sum.parts.push_back(margins[kept][place]);
    }
    for (Sum& sum : sums) {
      // A whole that is its only part says nothing: all the others are empty for everybody.
      if (sum.parts.empty() || sum.parts == std::vector<int>{sum.whole}) continue;
      if (!known_sums_.insert({sum.whole, spec.variables[i]}).second) continue;
      sum.variable = spec.variables[i];
      Connect(std::move(sum));
    }
  }
}

absl::Status LinkedTables::Add(const TableSpec& spec, bool published) {
  absl::Status status = Check(spec);
  const unsigned all = (1U << spec.variables.size()) - 1;
  Margins margins(all + 1);
  for (unsigned kept = 0; status.ok() && kept <= all; ++kept) {
    status = AddMargin(spec, kept, published, margins);
  }
  if (!status.ok()) return status;
  for (unsigned kept = 1; kept <= all; ++kept) {
    NoteTable(spec, kept, published, margins);
    AddSums(spec, kept, margins);
  }
  return status;
}

}  // namespace lotse::survey::suppression
