#pragma once

#include <string>

#include "absl/strings/string_view.h"

// Ids of what contents make of resources and questions. They are made from names and not from
// places, so that a part keeps its id in each version of a report, whatever stands before it. What
// begins them keeps them apart from others: see ContentPrefix.
namespace lotse::reporting {

// What a section is called while its content is made, which begins each id with that and a hyphen.
// As no section of a template has two hyphens in a row in its id (template_rules.h), no two
// contents make the same id, and none makes that of a section.
std::string ContentPrefix(absl::string_view section_id);

// An id of a resource without two hyphens in a row: one before another, or before an `x`, is
// written `-x`. No two ids give the same.
std::string PartOfId(absl::string_view id);

// The ids in the name of a resource of an engagement, for example `personal--2026` of
// `programmes/p/engagements/e/surveys/personal/waves/2026`; of a programme with `programme--`
// before them. No two names of the same depth give the same.
std::string PartOfName(absl::string_view name);

// The code of a question or item: `_` as two hyphens, a capital letter as a hyphen and the small
// one. No two codes give the same.
std::string PartOfCode(absl::string_view code);

}  // namespace lotse::reporting
