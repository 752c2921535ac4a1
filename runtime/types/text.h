#pragma once

#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::types {

// Adds what is wrong with a text that must be there: no variant, more than 16,
// a language that is no BCP 47 tag, an empty or too long wording, or two variants of
// one language. (That it is UTF-8 is checked by protobuf when a request is read.)
void CheckText(absl::string_view field, const type::v1alpha::Text& text,
               rpc::FieldViolations* violations);

// The wording in `language`, else the first one; empty if there is none.
absl::string_view In(absl::string_view language, const type::v1alpha::Text& text);

// A text with one wording.
type::v1alpha::Text MakeText(absl::string_view language, absl::string_view wording);

}  // namespace lotse::types
