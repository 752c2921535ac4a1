#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "runtime/sql/connection.h"
#include "services/survey/app/redacted_in_store.h"
#include "services/survey/app/redacted_in_texts.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/qualitative/text/redacted_wordings.h"

namespace lotse::survey {

// A redaction of a text, as it goes on in what stands beside the text.
struct RedactionElsewhere {
  const qualitative::RedactedWordings& wordings;
  std::vector<std::string> labels;  // By the index of what is found.
  bool replaces = false;            // Whether labels are put into titles and memos.
  absl::Time now;
  std::vector<FoundInStore> in_store = {};  // Told only.
  OtherTexts in_texts = {};                 // Told only.
};

// Inside the transaction of StudyFiles::Overwrite that redacts a text: puts the labels into the
// titles of texts, into memos of the study, into names, descriptions and values of what came of
// other programs and into what is kept of former revisions of its codebooks if `redaction`
// replaces, and adds to `result` where words of what is redacted stand then, also in codebooks, in
// the store and in other texts. Of what `reach` does not show only the number is told.
// INVALID_FIELDS if a title or a memo would become too long; STORE_CORRUPT.
absl::Status RedactElsewhere(sql::Connection& connection, const StudyReach& reach,
                             const RedactionElsewhere& redaction, v1alpha::StudyTextResult* result);

}  // namespace lotse::survey
