#pragma once

#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/code_list.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a code list, with paths from `code_list`: form, limits, no code
// twice, codes above that are in the list. Whether codes of crosswalks exist in other
// lists is CheckCodesExist.
rpc::FieldViolations CheckCodeList(const v1alpha::CodeList& list);

// Whether a changed list still means what it meant: only titles and labels in further
// languages, aliases, crosswalks and external ids may differ. Source: domain section 5.2,
// code.proto.
bool MeansTheSame(const v1alpha::CodeList& before, const v1alpha::CodeList& after);

// The entry that `text` names: by its code, a label in any language or an alias, but for
// letter case, spaces, and the forms of hyphens and quotation marks. With a `context`
// only entries of that. Null if none fits, or several. Source: D-195.
const v1alpha::CodeListEntry* FindCode(const v1alpha::CodeList& list, absl::string_view text,
                                       absl::string_view context = "");

}  // namespace lotse::engagement
