#include "services/survey/analysis/suppression/release_protection.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/survey/analysis/suppression/legacy.h"
#include "services/survey/analysis/suppression/release_tables.h"

namespace lotse::survey::suppression {
namespace {

// Attempts to protect a release; each that fails refuses at least one table.
constexpr int kAttempts = 40;
// Of what is left of the work, one attempt takes a half at most: those that have to go on with
// fewer tables need some, too. With less than this left there is none.
constexpr int64_t kShare = 2;
constexpr int64_t kLeastWork = kMostWork / 50;
// Steps for a cell that tables are made of.
constexpr int64_t kMaking = 20;
// From this attempt on, all tables that show a cell are refused together.
constexpr int kPatient = 20;
// Refused tables that are tried once more beside those that remained.
constexpr int kSecondChances = 8;

int64_t People(const TableSpec& spec) {
  return std::accumulate(spec.counts.begin(), spec.counts.end(), int64_t{0});
}

absl::Status Check(const ProtectionTask& task) {
  if (task.rules.threshold < kLeastCell || task.base_threshold < task.rules.threshold) {
    return absl::InvalidArgumentError("a release has no lower threshold than all have");
  }
  for (const TableToProtect& table : task.tables) {
    if (table.parts.empty()) return absl::InvalidArgumentError("a table has no part");
    for (const TableSpec& spec : table.parts) {
      if (spec.base != table.parts[0].base || spec.filter != table.parts[0].filter) {
        return absl::InvalidArgumentError("the parts of a table are about different people");
      }
    }
  }
  return absl::OkStatus();
}

using Keys = absl::flat_hash_set<CellKey>;

// What is hidden of some tables.
void Note(const std::vector<TableSpec>& specs, const LinkedTables& tables, const Pattern& hidden,
          Keys& found) {
  for (const TableSpec& spec : specs) {
    for (CellKey& key : LinkedTables::KeysOf(spec)) {
      const int cell = tables.Find(key);
      if (cell >= 0 && hidden[cell]) found.insert(std::move(key));
    }
  }
}

class ReleaseProtector {
 public:
  explicit ReleaseProtector(const ProtectionTask& task)
      : task_(task),
        least_(task.rules),
        hidden_before_(task.before.hidden.begin(), task.before.hidden.end()) {
    least_.threshold = kLeastCell;
    result_.refusals.assign(task.tables.size(), Refusal::kNone);
    result_.hidden = hidden_before_;
  }

  absl::StatusOr<ProtectionResult> Run() {
    for (size_t i = 0; i < task_.tables.size(); ++i) {
      if (People(task_.tables[i].parts[0]) < task_.base_threshold) {
        result_.refusals[i] = Refusal::kBase;
      }
    }
    for (int attempt = 0;; ++attempt) {
      const std::vector<const TableToProtect*> tables = Accepted();
      if (tables.empty()) break;
      if (attempt == kAttempts || work_.Left() < kLeastWork) {
        RefuseAll(Refusal::kEffort);
        return std::move(result_);
      }
      std::vector<std::pair<int, Refusal>> refused;
      const absl::Status status = Attempt(tables, IsImpatient(attempt), refused);
      if (!status.ok()) return status;
      if (refused.empty() && !retry_) break;
      for (const auto& [table, refusal] : refused) Refuse(table, refusal);
    }
    const absl::Status status = GiveSecondChances();
    if (!status.ok()) return status;
    return std::move(result_);
  }

 private:
  std::vector<const TableToProtect*> Accepted() {
    std::vector<const TableToProtect*> tables;
    numbers_.clear();
    for (size_t i = 0; i < task_.tables.size(); ++i) {
      if (result_.refusals[i] != Refusal::kNone) continue;
      tables.push_back(&task_.tables[i]);
      numbers_.push_back(i);
    }
    return tables;
  }

  // `table`: of those that were accepted last.
  void Refuse(int table, Refusal refusal) {
    result_.refusals[numbers_[table]] = refusal;
    const bool again = refusal != Refusal::kBase && !hopeless_.contains(numbers_[table]);
    if (again) doubtful_.push_back(numbers_[table]);
  }

  bool IsImpatient(int attempt) const {
    return attempt >= kPatient || work_.Left() < kMostWork / 2;
  }

  void RefuseAll(Refusal refusal) {
    for (const size_t number : numbers_) result_.refusals[number] = refusal;
  }

  // Both steps. `refused`: tables, and why; empty if all could be protected: then `result_` is
  // set.
  absl::Status Attempt(const std::vector<const TableToProtect*>& tables, bool all,
                       std::vector<std::pair<int, Refusal>>& refused);
  // One step. What is hidden then, or nothing if tables are refused.
  absl::StatusOr<std::optional<Pattern>> Step(ReleaseTables& joint, const LinkedRules& rules,
                                              const std::vector<const TableToProtect*>& tables,
                                              bool all, Work& work,
                                              std::vector<std::pair<int, Refusal>>& refused);
  // Both steps, paid by `work`.
  absl::Status TryBoth(const std::vector<const TableToProtect*>& tables, bool all, Work& work,
                       std::vector<std::pair<int, Refusal>>& refused);
  absl::Status LoadLegacy();
  void Spare(ReleaseTables& joint) const;
  absl::Status GiveSecondChances();

  const ProtectionTask& task_;
  LinkedRules least_;
  const Keys hidden_before_;
  ProtectionResult result_;
  std::vector<size_t> numbers_;
  std::vector<size_t> doubtful_;
  absl::flat_hash_set<size_t> hopeless_;  // with less work than they had
  std::optional<Legacy> legacy_;
  bool retry_ = false;
  Work work_{kMostWork};
  int64_t needed_ = 0;  // by the last attempt that refused nothing
};

// The tables that have to do with what is not settled, in their order: those with such cells in
// them; else those with such margins; else all.
std::vector<int> InDoubt(const ReleaseTables& joint, const std::vector<int>& open,
                         const std::vector<const TableToProtect*>& tables) {
  std::vector<int> found;
  for (const bool is_inner : {true, false}) {
    const std::vector<int> shown = joint.Showing(open, is_inner, tables);
    for (size_t i = 0; i < shown.size(); ++i) {
      if (shown[i] > 0) found.push_back(static_cast<int>(i));
    }
    if (!found.empty()) return found;
  }
  found.resize(tables.size());
  std::iota(found.begin(), found.end(), 0);
  return found;
}

absl::StatusOr<std::optional<Pattern>> ReleaseProtector::Step(
    ReleaseTables& joint, const LinkedRules& rules,
    const std::vector<const TableToProtect*>& tables, bool all, Work& work,
    std::vector<std::pair<int, Refusal>>& refused) {
  work.Spend(kMaking * joint.Tables().Size());
  for (size_t i = 0; i < tables.size(); ++i) {
    if (joint.IsBaseHidden(*tables[i])) refused.push_back({static_cast<int>(i), Refusal::kBase});
  }
  if (!refused.empty()) return std::nullopt;
  for (const TableToProtect* table : tables) joint.State().fixed[joint.BaseOf(*table)] = true;
  const std::vector<int64_t> widths = joint.Widths(rules);
  std::vector<int64_t>& most = joint.State().most;
  if (most.empty()) most = widths;
  for (size_t cell = 0; cell < most.size(); ++cell) {
    most[cell] = std::min(most[cell], widths[cell]);
  }
  LinkedResult result = Protect(joint.Tables(), rules, joint.State(), &work);
  if (result.refusal == Refusal::kNone) return std::move(result.suppressed);
  if (result.refusal == Refusal::kEffort) {  // fewer of them may be settled
    const std::vector<int> doubtful = InDoubt(joint, result.at, tables);
    if (doubtful.size() == 1) hopeless_.insert(numbers_[doubtful[0]]);
    size_t least = doubtful.size() / 2;
    size_t size = std::numeric_limits<size_t>::max();
    if (work_.Left() < kMostWork / 3) {  // all of them, and what is as large as they
      least = 0;
      for (const int i : doubtful) size = std::min(size, tables[i]->parts[0].counts.size());
    }
    const auto first = doubtful.begin() + static_cast<std::ptrdiff_t>(least);
    for (size_t i = 0; i < tables.size(); ++i) {
      const bool is_doubtful =
          std::find(first, doubtful.end(), static_cast<int>(i)) != doubtful.end();
      if (!is_doubtful && tables[i]->parts[0].counts.size() < size) continue;
      refused.push_back({static_cast<int>(i), Refusal::kEffort});
    }
    return std::nullopt;
  }
  std::vector<bool> is_refused(tables.size(), false);
  for (const int cell : result.at) {
    std::vector<const TableToProtect*> left = tables;
    for (int found = joint.Responsible(cell, left); found >= 0;) {
      is_refused[found] = true;
      left.resize(all ? found : 0);
      found = all ? joint.Responsible(cell, left) : -1;
    }
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    if (is_refused[i]) refused.push_back({static_cast<int>(i), result.refusal});
  }
  // Nothing has to do with it, which is not so if the tables are linked at all.
  for (size_t i = 0; refused.empty() && i < tables.size(); ++i) {
    refused.push_back({static_cast<int>(i), result.refusal});
  }
  return std::nullopt;
}

absl::Status ReleaseProtector::Attempt(const std::vector<const TableToProtect*>& tables, bool all,
                                       std::vector<std::pair<int, Refusal>>& refused) {
  Work work(work_.Left() / kShare);
  const absl::Status status = TryBoth(tables, all, work, refused);
  work_.Spend(work.Spent());
  if (refused.empty() && !retry_) needed_ = work.Spent();
  return status;
}

absl::Status ReleaseProtector::TryBoth(const std::vector<const TableToProtect*>& tables, bool all,
                                       Work& work, std::vector<std::pair<int, Refusal>>& refused) {
  retry_ = false;
  Keys withheld;
  if (task_.rules.threshold > kLeastCell) {
    ReleaseTables alone(task_.groupings);
    absl::Status status = alone.Add(tables);
    if (status.ok()) status = alone.Finish(hidden_before_, {}, task_.rules.threshold);
    if (!status.ok()) return status;
    auto pattern = Step(alone, task_.rules, tables, all, work, refused);
    if (!pattern.ok() || !*pattern) return pattern.status();
    for (const TableToProtect* table : tables) {
      Note(table->parts, alone.Tables(), **pattern, withheld);
    }
  }
  ReleaseTables joint(task_.groupings);
  absl::Status status = joint.AddBefore(task_.before);
  status.Update(joint.Add(tables));
  if (status.ok()) status = joint.Finish(hidden_before_, withheld, kLeastCell);
  if (!status.ok()) return status;
  Spare(joint);
  auto pattern = Step(joint, least_, tables, all, work, refused);
  if (!pattern.ok()) return pattern.status();
  if (!*pattern) {
    const bool settled = std::none_of(refused.begin(), refused.end(), [](const auto& table) {
      return table.second == Refusal::kEffort;
    });
    if (legacy_ || task_.before.tables.empty() || !settled) return absl::OkStatus();
    // Perhaps it was not the new tables: with what can be asked at most, all are tried again.
    refused.clear();
    retry_ = true;
    const absl::Status loaded = LoadLegacy();
    if (legacy_ || !loaded.ok()) return loaded;
    retry_ = false;  // what is still open cannot be asked for if it is not known
    for (size_t i = 0; i < tables.size(); ++i) {
      refused.push_back({static_cast<int>(i), Refusal::kEffort});
    }
    return absl::OkStatus();
  }
  result_.hidden.clear();
  Note(task_.before.tables, joint.Tables(), **pattern, result_.hidden);
  for (const TableToProtect* table : tables) {
    Note(table->parts, joint.Tables(), **pattern, result_.hidden);
    Note(table->parts, joint.Tables(), **pattern, withheld);
  }
  result_.withheld = std::move(withheld);
  return absl::OkStatus();
}

absl::Status ReleaseProtector::LoadLegacy() {
  Work work(work_.Left() / kShare);
  auto found = LegacyOf(task_.before, task_.groupings, least_, work);
  work_.Spend(work.Spent());
  if (!found.ok()) return found.status();
  legacy_ = *std::move(found);
  return absl::OkStatus();
}

// Asks for no more than was left open before.
void ReleaseProtector::Spare(ReleaseTables& joint) const {
  LinkedState& state = joint.State();
  state.most.assign(joint.Tables().Size(), std::numeric_limits<int64_t>::max());
  for (size_t cell = 0; cell < state.fixed.size(); ++cell) {
    if (state.fixed[cell]) state.most[cell] = 0;  // published
  }
  if (legacy_) legacy_->Apply(joint);
}

// The wrong one of two tables may have been refused: whatever can stand beside those that
// remained is published.
absl::Status ReleaseProtector::GiveSecondChances() {
  std::sort(doubtful_.begin(), doubtful_.end());
  std::stable_partition(doubtful_.begin(), doubtful_.end(), [&](size_t number) {
    return result_.refusals[number] != Refusal::kEffort;
  });
  if (doubtful_.size() > kSecondChances) doubtful_.resize(kSecondChances);
  for (const size_t number : doubtful_) {
    if (work_.Left() < kLeastWork || work_.Left() / kShare < needed_ * 2) break;
    const Refusal refusal = result_.refusals[number];
    result_.refusals[number] = Refusal::kNone;
    std::vector<std::pair<int, Refusal>> refused;
    do {
      refused.clear();
      const absl::Status status = Attempt(Accepted(), false, refused);
      if (!status.ok()) return status;
    } while (retry_);
    if (!refused.empty()) result_.refusals[number] = refusal;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ProtectionResult> ProtectRelease(const ProtectionTask& task) {
  const absl::Status status = Check(task);
  if (!status.ok()) return status;
  return ReleaseProtector(task).Run();
}

}  // namespace lotse::survey::suppression
