#include "services/survey/analysis/tables/protect_tables.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "services/survey/analysis/tables/figures.h"

namespace lotse::survey::tables {
namespace {

using suppression::CellKey;
using suppression::LinkedRules;
using suppression::LinkedTables;
using suppression::ProtectionTask;
using suppression::TableToProtect;

// Whether the rules protect nothing in these tables by themselves. To hide something in them would
// be in vain: nobody sees them.
bool MayBeShown(const TableToProtect& tables, const LinkedRules& rules) {
  LinkedTables linked;
  for (const suppression::TableSpec& part : tables.parts) {
    if (!linked.Add(part).ok()) return false;
  }
  const std::vector<int64_t> widths = SensitiveWidths(linked, rules);
  return std::all_of(widths.begin(), widths.end(), [](int64_t width) { return width == 0; });
}

bool AnyWithheld(const TableToProtect& tables, const Withheld& withheld) {
  for (const suppression::TableSpec& part : tables.parts) {
    const std::vector<CellKey> keys = LinkedTables::KeysOf(part);
    if (std::any_of(keys.begin(), keys.end(),
                    [&](const CellKey& key) { return withheld.contains(key); })) {
      return true;
    }
  }
  return false;
}

}  // namespace

absl::StatusOr<suppression::ProtectionResult> ProtectTables(ProtectionTask task,
                                                            std::vector<CountedTable>* counted) {
  task.tables.clear();
  for (const CountedTable& table : *counted) task.tables.push_back(table.cells);
  std::vector<std::size_t> of;  // Of which table the pairs are that stand behind all.
  for (std::size_t i = 0; i < counted->size(); ++i) {
    const CountedTable& table = (*counted)[i];
    if (!table.reliability.has_value() || !MayBeShown(table.pairs, task.rules)) continue;
    of.push_back(i);
    task.tables.push_back(table.pairs);
  }
  auto result = suppression::ProtectRelease(task);
  if (!result.ok()) return result;
  std::vector<bool> told(counted->size());
  for (std::size_t k = 0; k < of.size(); ++k) {
    told[of[k]] = result->refusals[counted->size() + k] == suppression::Refusal::kNone &&
                  !AnyWithheld((*counted)[of[k]].pairs, result->withheld);
  }
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (!told[i]) (*counted)[i].reliability.reset();
  }
  result->refusals.resize(counted->size());
  return result;
}

bool TellsReliability(const v1alpha::Table& table) {
  return table.has_reliability() &&
         table.reliability().alpha_pairwise().undefined() != v1alpha::Figure::UNDEFINED_PROTECTED;
}

}  // namespace lotse::survey::tables
