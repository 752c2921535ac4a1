#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lotse::engagement {

// CONTENT_FINAL: `name`, whose state has this name, is not edited or deleted any more.
// `instead` says what is possible. Metadata `state`.
absl::Status ContentIsFinal(absl::string_view name, absl::string_view state,
                            absl::string_view instead);

}  // namespace lotse::engagement
