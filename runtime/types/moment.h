#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

// Points in time as people write them.
namespace lotse::types {

// Reads a time of RFC 3339, `2026-03-02T09:00:00+01:00`, from 0001-01-01 to 9999-12-31 in
// UTC, which is what a timestamp can show in JSON; nothing for anything else.
absl::optional<absl::Time> ReadMoment(absl::string_view text);

}  // namespace lotse::types
