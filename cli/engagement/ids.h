#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cli/failure.h"

namespace lotse::cli {

// UsageError that `id`, which `flag` gave, is not what types::IsResourceId asks for;
// `example` is how to write it.
inline absl::Status IdError(const std::string& flag, const std::string& id,
                            const std::string& example) {
  return UsageError(absl::StrCat(
      "--", flag, ": '", id,
      "' is no id: ids are lower-case letters, digits and hyphens, 63 at most, and begin with a "
      "letter and do not end with a hyphen; write --",
      flag, "=", example));
}

}  // namespace lotse::cli
