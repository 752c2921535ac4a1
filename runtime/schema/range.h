#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "runtime/schema/schema.h"

namespace lotse::schema {

// Whether `name` is a parent or a resource that `pattern` describes, ids aside.
bool Fits(absl::string_view pattern, absl::string_view name);

// The rows among which the resources of a kind right below a parent lie: names
// between `low` and `high`, both left out, in one scope.
struct Range {
  std::string scope;
  std::string low;
  std::string high;
};

// Of the resources below `parent`, which is empty for those at the top. Ids of the
// parent behind its owner may be `-` for any; then others lie among them.
Range RangeBelow(const Kind& kind, absl::string_view parent);

// True if `name` lies right below `parent`, whose ids may be `-` for any.
bool IsBelow(absl::string_view parent, absl::string_view name);

}  // namespace lotse::schema
