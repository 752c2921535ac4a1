#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "runtime/resource/store.h"
#include "services/survey/qualitative/material/study_store.h"

// That names and what was said in studies go by themselves: once their period is over, and once
// what they belong to was deleted for too long to be undeleted. As retention.h for answers.
namespace lotse::survey {

// Until when something of a case is kept; see qualitative/rules/material_due.h.
struct CaseDates {
  absl::CivilDay names;          // By its own date, as if it were not deleted.
  absl::CivilDay names_removed;  // Not later than `names`: sooner if it is deleted.
  std::optional<absl::CivilDay> material;

  friend bool operator==(const CaseDates&, const CaseDates&) = default;
};

// The same of a study with all its cases, deleted ones too.
struct StudyDates {
  std::string study;
  std::optional<absl::CivilDay> all;  // Of all that is stored of it.
  bool purged = false;
  std::map<std::string, CaseDates> cases;  // By their ids.

  friend bool operator==(const StudyDates&, const StudyDates&) = default;
};

// Adds the studies below `owner`, deleted ones too.
absl::Status FindStudyDates(resource::Tx& tx, const std::string& owner,
                            std::vector<StudyDates>* studies);

// Erases the names and the texts of a study whose day has come by the clock of the store, and makes
// the day of names sooner that is later than that of their case. That a case is deleted makes no
// stored day sooner until it can be undeleted no more: undeleted, it has its names as before. That
// it is done is noted in the log of each case first, by what the case says then; of texts also in
// its `material_erase_time`. Of how many cases something was erased. Not inside a transaction.
// STORE_CORRUPT also if there is something of a case that the store does not know: an import was
// interrupted, which the same file completes, or an older store was put back beside newer files.
// Nothing of that case is thrown away. STORE_UNAVAILABLE also as StudyFiles::Overwrite.
absl::StatusOr<int> EraseWhatIsDueOf(resource::Store& store, qualitative::StudyStore& studies,
                                     const resource::Cause& cause, const StudyDates& dates);

// Certifies a deleted study whose day has come, erases the wordings of quotes of its releases, and
// destroys its files; those of one that is certified are destroyed if they are there still, as
// after a crash or a restored backup. False if there is nothing to do by now. Not inside a
// transaction. STORE_UNAVAILABLE.
absl::StatusOr<bool> PurgeDueStudy(resource::Store& store, qualitative::StudyStore& studies,
                                   const resource::Cause& cause, const std::string& study);

}  // namespace lotse::survey
