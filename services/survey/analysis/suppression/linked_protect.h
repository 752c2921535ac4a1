#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/suppression/primary_rules.h"
#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/work.h"

// Protects a set of tables that are published together.

namespace lotse::survey::suppression {

// What must not be known of a set of tables.
struct LinkedRules {
  // A count from 1 to threshold - 1 is sensitive, and its interval has to be this wide. Of such
  // a group nothing is shown either, within any table: each count in it is sensitive, and no
  // empty cell of it may be known to be empty.
  int64_t threshold = 0;
  // Variables that must not be known of a whole group: see GroupDisclosed. The threshold of
  // `group` is the one above.
  std::vector<SensitiveVariable> sensitive_variables = {};
  double group_percent = 100;
  // No contributor may learn the count of others from knowing that he is the only one in a cell.
  bool singletons = true;
};

// Why a set of tables cannot be protected. It says which rule could not be kept, and nothing of
// where.
enum class Refusal {
  kNone,
  // The base of a table has fewer than `threshold` respondents, or a difference to an earlier
  // or filtered table has.
  kBase,
  // A small count or a group cannot be hidden behind others.
  kInterval,
  // A single contributor would learn the count of others.
  kSingleton,
  // It was not settled within the limit of work.
  kEffort,
};

// Stable names for logs and messages.
std::string NameOf(Refusal refusal);

// What the caller has settled of the cells of a set of tables.
struct LinkedState {
  // Suppressed in any case, for example by an earlier release or by the rule for one-way tables.
  Pattern given = {};
  // Published in any case, for example by an earlier release. Bases of tables are always.
  Pattern fixed = {};
  // How wide the interval of each cell has to be at most: of what is open less since earlier
  // releases, no more can be asked. Empty: as the rules want it.
  std::vector<int64_t> most = {};
  // Who knows what of whom since earlier releases: `own` and `learned` of a LinkedInsider.
  absl::flat_hash_set<std::pair<int, int>> learned = {};
};

struct LinkedResult {
  Refusal refusal = Refusal::kNone;
  // By cell: its count must not be published. The same in all tables it stands in. Empty if
  // refused.
  Pattern suppressed = {};
  // If refused, cells that could not be protected, or of which it was not settled; for the
  // caller alone.
  std::vector<int> at = {};
};

// The sensitive cells of a set of tables with the width that the interval of each must have: the
// threshold, or 1 for empty cells, which are sensitive only within small or disclosed groups and
// if some table shows them; 0 for the others.
std::vector<int64_t> SensitiveWidths(const LinkedTables& tables, const LinkedRules& rules);

// Suppresses the sensitive cells and as little besides as was found, so that the audit of all
// tables passes (LinkedAudit): within each crosstab by QuickPattern, within each table of three
// variables by CubeMoves; where that is not enough by the cheapest move over all sums
// (CheapestMove), until nothing is open. `state` is of the size of `tables`, or empty. The same
// tables in the same order give the same result. `work` pays for all of it; if it is used up,
// the refusal is kEffort. None: kMostWork.
//
// Like every method of this kind it stands against an attacker who solves the published sums. It
// does not stand against one who knows from elsewhere what this rule would have hidden for other
// counts (minimality): for one-way tables ProtectedCells does, and its pattern can be `given`.
LinkedResult Protect(const LinkedTables& tables, const LinkedRules& rules, const LinkedState& state,
                     Work* work = nullptr);

}  // namespace lotse::survey::suppression
