#include "services/survey/responses/break_offs.h"

#include "services/survey/engine/response_row.h"
#include "services/survey/responses/personal_wave.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {
namespace {

using sql::Connection;

// Of the heads of rows that a statement gives.
BySection Counted(sql::Query heads) {
  BySection counts;
  while (heads.Next()) {
    const int section = BrokeOffSectionOf(heads.View(0));
    if (section != 0) ++counts[section];
  }
  return counts;
}

}  // namespace

void BreakOffTally::AddShown(int section) {
  if (section != 0) ++shown_[section];
}

void BreakOffTally::AddUnshown(const std::string& id, int section) {
  if (section != 0) unshown_.try_emplace(id, section);
}

void BreakOffTally::Show(absl::Span<const std::string> ids) {
  for (const std::string& id : ids) {
    const auto it = unshown_.find(id);
    if (it == unshown_.end()) continue;
    AddShown(it->second);
    unshown_.erase(it);
  }
}

// While the wave is under way from memory, and of what is shown only: the file knows more.
absl::StatusOr<BreakOffCounts> WavePair::BreakOffs() {
  BreakOffCounts counts;
  const absl::Status read = database_->Read({}, [&](Connection& connection) {
    if (connection.Prepare("IsClosed").Next()) {
      counts.handed_in = Counted(connection.Prepare("Heads"));
      return absl::OkStatus();
    }
    absl::MutexLock lock(&mutex_);
    counts.handed_in = break_offs_.shown();
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return counts;
}

absl::StatusOr<BreakOffCounts> PersonalWave::BreakOffs() {
  BreakOffCounts counts;
  const absl::Status read = answers_->Read({}, [&](Connection& connection) {
    counts.handed_in = Counted(connection.Prepare("SubmittedHeads"));
    sql::Query drafts = connection.Prepare("DraftBreakOffs");
    while (drafts.Next()) counts.drafts[static_cast<int>(drafts.Number(0))] = drafts.Number(1);
    sql::Query open = connection.Prepare("CountDrafts");
    if (open.Next()) counts.open_drafts = open.Number(0);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return counts;
}

void PersonalWave::KeepDraftBreakOffs(Connection& connection) {
  for (const auto& [section, drafts] : Counted(connection.Prepare("DraftHeads"))) {
    connection.Prepare("KeepDraftBreakOffs").Bind(1, int64_t{section}).Bind(2, drafts).Run();
  }
}

}  // namespace lotse::survey
