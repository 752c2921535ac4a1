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

absl::StatusOr<BreakOffCounts> WavePair::BreakOffs() {
  BreakOffCounts counts;
  const absl::Status read = database_->Read({}, [&](Connection& connection) {
    counts.handed_in = Counted(connection.Prepare("Heads"));
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
