#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/material_release.pb.h"
#include "services/survey/app/material_record.h"

// Counting the themes of a release.
namespace lotse::survey {

struct CountedThemes {
  // What the release tells and what it hides, to be kept.
  std::vector<qualitative::StoredThemeCount> counts;
  // What other releases had told or hidden when it was counted.
  std::vector<qualitative::StoredThemeCount> before;
};

// What other releases than this one told or hid. Inside a transaction over the material.
std::vector<qualitative::StoredThemeCount> CountsBefore(sql::Connection& connection,
                                                        const std::string& release_id);

// Counts the themes of `release`, whose codes are in the study, over the codings of all coders in
// cases that are not deleted and have texts, restricted ones too: whoever releases, it is the same.
// Who took their consent back is left out as everywhere (CaseVoices). Sets what may be shown, with
// labels and revisions. `files` are not null if there is a theme. INVALID_FIELDS if the study is
// larger than ReadCorpus takes; STORE_CORRUPT, STORE_UNAVAILABLE.
absl::StatusOr<CountedThemes> CountThemes(const StudyRecord& record, qualitative::StudyFiles* files,
                                          const sql::Patience& patience, int64_t now,
                                          v1alpha::MaterialRelease* release);

}  // namespace lotse::survey
