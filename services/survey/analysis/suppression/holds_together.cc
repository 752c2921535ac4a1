#include <algorithm>
#include <limits>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "services/survey/analysis/suppression/legacy.h"
#include "services/survey/analysis/suppression/linked_audit.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/suppression/release_tables.h"

namespace lotse::survey::suppression {
namespace {

absl::Status NotSettled() {
  return absl::ResourceExhaustedError("the audit was not settled within the limit of work");
}

// What cells have to be at least as open as, once nothing is asked that older tables rule out.
std::vector<int64_t> Demanded(const ReleaseTables& joint, const LinkedRules& rules) {
  std::vector<int64_t> widths = joint.Widths(rules);
  for (size_t cell = 0; cell < widths.size(); ++cell) {
    widths[cell] = std::min(widths[cell], joint.State().most[cell]);
  }
  return widths;
}

// Whether somebody learns more than older tables have told.
bool TellsInsiders(const ReleaseTables& joint, const std::vector<int64_t>& widths, Work& work) {
  const std::vector<LinkedInsider> insiders =
      FindInsiders(joint.Tables(), joint.State().given, widths, &work);
  return std::any_of(insiders.begin(), insiders.end(), [&](const LinkedInsider& insider) {
    return !joint.State().learned.contains({insider.own, insider.learned});
  });
}

}  // namespace

absl::StatusOr<bool> HoldsTogether(const Published& all, const std::vector<Grouping>& groupings,
                                   const LinkedRules& rules, const Published* before, Work* work) {
  Work all_work(kMostWork);
  Work& paid = work != nullptr ? *work : all_work;
  ReleaseTables joint(groupings);
  absl::Status status = joint.AddBefore(all);
  if (status.ok()) {
    const absl::flat_hash_set<CellKey> hidden(all.hidden.begin(), all.hidden.end());
    status = joint.Finish(hidden, {}, rules.threshold);
  }
  if (!status.ok()) return status;
  const LinkedTables& tables = joint.Tables();
  joint.State().most.assign(tables.Size(), std::numeric_limits<int64_t>::max());
  if (before != nullptr) {
    const auto legacy = LegacyOf(*before, groupings, rules, paid);
    if (!legacy.ok()) return legacy.status();
    if (!legacy->has_value()) return NotSettled();
    (*legacy)->Apply(joint);
  }
  const Pattern& hidden = joint.State().given;
  const std::vector<int64_t> widths = Demanded(joint, rules);
  for (int cell = 0; cell < tables.Size(); ++cell) {
    if (widths[cell] > 0 && !hidden[cell] && !tables.IsUnpublished(cell)) return false;
  }
  if (rules.singletons && TellsInsiders(joint, widths, paid)) return false;
  const bool is_known = !paid.IsUsedUp();
  const bool holds = LinkedAudit(tables, widths, &paid).Unprotected(hidden).empty();
  if (!is_known || (!holds && paid.IsUsedUp())) return NotSettled();
  return holds;
}

}  // namespace lotse::survey::suppression
