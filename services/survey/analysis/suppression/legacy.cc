#include "services/survey/analysis/suppression/legacy.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "services/survey/analysis/suppression/linked_audit.h"

namespace lotse::survey::suppression {

void Legacy::Apply(ReleaseTables& joint) const {
  const LinkedTables& tables = joint.Tables();
  LinkedState& state = joint.State();
  absl::flat_hash_map<CellKey, int> cells;
  for (int cell = 0; cell < tables.Size(); ++cell) {
    cells.try_emplace(tables.Key(cell), cell);
    const auto found = most.find(tables.Key(cell));
    if (found != most.end()) state.most[cell] = found->second;
  }
  for (const auto& [own, of_others] : learned) {
    const auto a = cells.find(own);
    const auto b = cells.find(of_others);
    if (a != cells.end() && b != cells.end()) state.learned.insert({a->second, b->second});
  }
}

absl::StatusOr<std::optional<Legacy>> LegacyOf(const Published& before,
                                               const std::vector<Grouping>& groupings,
                                               const LinkedRules& rules, Work& work) {
  Legacy legacy;
  ReleaseTables joint(groupings);
  absl::Status status = joint.AddBefore(before);
  if (status.ok()) {
    const absl::flat_hash_set<CellKey> hidden(before.hidden.begin(), before.hidden.end());
    status = joint.Finish(hidden, {}, rules.threshold);
  }
  if (!status.ok()) return status;
  const LinkedTables& tables = joint.Tables();
  const Pattern& hidden = joint.State().given;
  const std::vector<int64_t> widths = joint.Widths(rules);
  LinkedAudit audit(tables, widths, &work);
  for (const int cell : audit.Unprotected(hidden)) {
    const int64_t open = widths[cell] - audit.Missing(cell);
    const auto [place, is_new] = legacy.most.try_emplace(tables.Key(cell), open);
    if (!is_new) place->second = std::min(place->second, open);
  }
  for (const LinkedInsider& insider : FindInsiders(tables, hidden, widths, &work)) {
    legacy.learned.push_back({tables.Key(insider.own), tables.Key(insider.learned)});
  }
  if (work.IsUsedUp()) return std::nullopt;
  return legacy;
}

}  // namespace lotse::survey::suppression
