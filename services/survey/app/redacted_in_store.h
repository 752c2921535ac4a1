#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/text/find_words.h"
#include "services/survey/qualitative/text/redacted_wordings.h"

namespace lotse::survey {

// Where words of what is redacted stand in one field of a resource.
struct FoundInStore {
  std::string resource;
  std::string field;  // Path below the resource, such as `quotes[0].wording`.
  std::vector<qualitative::FoundWords> words;
  bool shown = true;  // Whether the caller may know of the resource.
};

// Where words of what is redacted stand in cases of a study (title and document) and in its
// releases of material (title, quotes and labels of themes), deleted ones too, as they are now: not
// what they were before. INVALID_FIELDS if they are more than a search gives; errors as
// resource::Store::Read.
absl::StatusOr<std::vector<FoundInStore>> FindInStore(
    resource::Store& store, const OnBehalf& caller, const std::string& study,
    const qualitative::RedactedWordings& wordings);

}  // namespace lotse::survey
