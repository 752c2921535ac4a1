#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/qualitative/material/study_files.h"
#include "services/survey/qualitative/text/find_words.h"
#include "services/survey/qualitative/text/redacted_wordings.h"

namespace lotse::survey {

// So much of the other texts of a study is looked through: a redaction waits for it.
inline constexpr size_t kMaxSearchedBytes = 8u << 20;

// A text that has words of what is redacted in another one.
struct FoundInText {
  std::string text_id;
  std::string case_id;
  qualitative::FoundWords first;
};

struct OtherTexts {
  std::vector<FoundInText> found;  // By the ids of the texts.
  // How many were left out, since all are too large, or since one is damaged or has the words at
  // more places than a search gives.
  int not_searched = 0;
};

// In which texts of a study but `text_id` words of what is redacted stand, as they are stored. Of
// cases that the caller does not reach nothing is told, not even a number: whoever redacts would
// learn which words stand there. Each text is read by itself, so that nobody waits for the search;
// not inside a transaction over the material. Errors as StudyFiles::Read.
absl::StatusOr<OtherTexts> FindInTexts(qualitative::StudyFiles& files,
                                       const sql::Patience& patience, const StudyReach& reach,
                                       absl::string_view text_id,
                                       const qualitative::RedactedWordings& wordings,
                                       size_t most_bytes = kMaxSearchedBytes);

}  // namespace lotse::survey
