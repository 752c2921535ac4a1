#include "services/survey/analysis/tables/published_cells.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/survey/analysis/tables/cell_keys.h"
#include "services/survey/analysis/tables/protect_tables.h"
#include "services/survey/analysis/tables/table_plan.h"

namespace lotse::survey::tables {
namespace {

using suppression::CellKey;
using suppression::Published;
using suppression::TableSpec;
using v1alpha::Table;
using v1alpha::TableCell;

// What is not in the cells of a multiple choice but follows from them: for an option, who did not
// tick it and who gave no answer.
bool FollowsForOption(const ShownCounts& shown, const TablePlan& plan, const Place& place) {
  const int any = plan.answer_rows();
  Place other = place;
  other.part = any;
  const int category = place.where[0];
  if (category > CellVariables::kNotTicked || category == kAll) {
    return shown.At(other).has_value();
  }
  if (category == CellVariables::kTicked) return shown.At(place).has_value();
  Place ticked = place;
  ticked.where[0] = CellVariables::kTicked;
  other.where[0] = CellVariables::kAnyTicked;
  Place none = other;
  none.where[0] = CellVariables::kNoneTicked;
  return shown.At(ticked).has_value() && shown.At(other).has_value() && shown.At(none).has_value();
}

}  // namespace

bool PublishedCells::Add(const v1alpha::TableSpec& spec, const CountedTable& counted,
                         const Table& table, const TableVariables& variables,
                         const CellVariables& cells, Withheld* withheld) {
  const TablePlan plan(spec, variables, cells);
  if (!HasShape(plan, table) || table.base() != BaseCount(counted)) return false;
  const Withheld nothing;
  const ShownCounts all(counted, nothing);
  Withheld here;
  bool agrees = true;
  Table copy = table;
  VisitCells(plan, &copy, [&](const Place& place, TableCell* cell) {
    if (cell->has_count()) {
      agrees &= cell->count() == *all.At(place);
    } else if (place.part == kNobody) {
      agrees = false;
    } else {
      here.insert(KeyOf(counted.cells.parts[static_cast<std::size_t>(place.part)], place.where));
    }
  });
  if (!agrees) return false;
  const ShownCounts shown(counted, here);
  for (int part = 0; part < static_cast<int>(counted.cells.parts.size()); ++part) {
    const TableSpec& its = counted.cells.parts[static_cast<std::size_t>(part)];
    CellCounts(its).ForEach([&](const std::vector<int>& where, int64_t) {
      const Place place{part, where};
      const bool is_shown = plan.is_multiple() && part < plan.answer_rows()
                                ? FollowsForOption(shown, plan, place)
                                : shown.At(place).has_value();
      (is_shown ? shown_ : hidden_).insert(KeyOf(its, where));
    });
    published_.tables.push_back(its);
  }
  for (const TableSpec& its : counted.cells.unpublished) published_.unpublished.push_back(its);
  if (TellsReliability(table)) AddPairs(counted.pairs);
  if (withheld != nullptr) *withheld = std::move(here);
  return true;
}

void PublishedCells::AddPairs(const suppression::TableToProtect& pairs) {
  for (const TableSpec& its : pairs.parts) {
    CellCounts(its).ForEach(
        [&](const std::vector<int>& where, int64_t) { shown_.insert(KeyOf(its, where)); });
    published_.tables.push_back(its);
  }
  for (const TableSpec& its : pairs.unpublished) published_.unpublished.push_back(its);
}

void PublishedCells::Add(const Published& basic) {
  const absl::flat_hash_set<CellKey> hidden(basic.hidden.begin(), basic.hidden.end());
  hidden_.insert(hidden.begin(), hidden.end());
  for (const TableSpec& table : basic.tables) {
    CellCounts(table).ForEach([&](const std::vector<int>& where, int64_t) {
      CellKey key = KeyOf(table, where);
      if (!hidden.contains(key)) shown_.insert(std::move(key));
    });
    published_.tables.push_back(table);
  }
}

std::vector<CellKey> PublishedCells::Hidden() const {
  std::vector<CellKey> hidden;
  for (const CellKey& key : hidden_) {
    if (!shown_.contains(key)) hidden.push_back(key);
  }
  return hidden;
}

Published PublishedCells::SoFar() const {
  Published all = published_;
  all.hidden = Hidden();
  return all;
}

Published PublishedCells::Take() && {
  published_.hidden = Hidden();
  return std::move(published_);
}

}  // namespace lotse::survey::tables
