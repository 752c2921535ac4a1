#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runtime/sql/connection.h"

namespace lotse::history {

// The number of the last entry of `owner` that is not later than `time`; 0 if there
// is none.
int64_t SequenceAt(sql::Connection& connection, absl::string_view owner, absl::Time time);

// The resources of `owner` that were there after the entry `sequence`, by name, with
// the number of the entry that holds their content. Deleted ones are not there.
std::map<std::string, int64_t> StateAt(sql::Connection& connection, absl::string_view owner,
                                       int64_t sequence);

}  // namespace lotse::history
