#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// What is told of a field of a case by one of many requests that are made of a file: with
// INVALID_FIELDS each field becomes `{name of the case}#{field of the case}`, since nobody sent
// these requests. Other errors, and OK, stay as they are.
absl::Status NameCase(absl::string_view case_name, const absl::Status& status);

}  // namespace lotse::survey
