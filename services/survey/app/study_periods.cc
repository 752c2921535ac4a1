#include "services/survey/app/study_periods.h"

#include <vector>

#include "runtime/types/date.h"
#include "services/survey/app/retention.h"

namespace lotse::survey {
namespace {

// On whose behalf it writes.
resource::Cause ByTheService() {
  resource::Cause cause;
  cause.actor = "lotse-survey";
  return cause;
}

}  // namespace

int StudyPeriods::Look() {
  const auto owners = Engagements(*store_);
  if (!owners.ok()) {
    told_(owners.status());
    return 0;
  }
  int erased = 0;
  for (const std::string& owner : *owners) {
    if (repeated_.stopping()) return erased;
    erased += LookBelow(owner);
  }
  Tidy();
  return erased;
}

int StudyPeriods::LookBelow(const std::string& owner) {
  absl::CivilDay today;
  std::vector<StudyDates> studies;
  const absl::Status found = store_->Read([&](resource::Tx& tx) {
    today = types::ToCivil(types::DayInBerlin(tx.now()));
    studies.clear();
    return FindStudyDates(tx, owner, &studies);
  });
  if (!found.ok()) {
    told_(found);
    return 0;
  }
  int erased = 0;
  for (const StudyDates& dates : studies) {
    if (repeated_.stopping()) return erased;
    erased += LookAt(dates, today);
  }
  return erased;
}

int StudyPeriods::LookAt(const StudyDates& dates, absl::CivilDay today) {
  const bool gone = dates.purged || (dates.all.has_value() && *dates.all <= today);
  if (gone) {
    // What is certified is looked for at each look: a backup may bring it back.
    if (dates.purged && !studies_->HasFiles(dates.study)) return 0;
    const absl::StatusOr<bool> purged =
        PurgeDueStudy(*store_, *studies_, ByTheService(), dates.study);
    if (!purged.ok()) told_(purged.status());
    return purged.ok() && *purged ? 1 : 0;
  }
  const auto looked = looked_.find(dates.study);
  const bool same =
      looked != looked_.end() && looked->second.today == today && looked->second.dates == dates;
  if (same || !studies_->HasFiles(dates.study)) return 0;
  const absl::StatusOr<int> erased = EraseWhatIsDueOf(*store_, *studies_, ByTheService(), dates);
  if (!erased.ok()) {
    told_(erased.status());
    return 0;
  }
  looked_.insert_or_assign(dates.study, Looked{today, dates});
  return *erased;
}

void StudyPeriods::Tidy() {
  for (const std::string& study : studies_->Untidied()) {
    if (repeated_.stopping()) return;
    const auto files = studies_->Find(study);
    absl::Status tidied = files.status();
    if (tidied.ok() && *files != nullptr) tidied = (*files)->Tidy();
    if (!tidied.ok()) told_(tidied);
  }
}

}  // namespace lotse::survey
