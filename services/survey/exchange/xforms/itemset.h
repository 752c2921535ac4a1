#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::xforms {

// What the `nodeset` of an itemset says.
struct Itemset {
  // Id of the secondary instance.
  std::string instance;
  // Its predicates as they are written, in order.
  std::vector<std::string> filters;
  // True within `randomize(…)`, and its seed; empty: none.
  bool randomized = false;
  std::string seed;
};

// Takes `nodeset` apart. INVALID_ARGUMENT with what would be right unless it is items of a
// secondary instance, `instance('ID')/root/item`, with or without predicates and `randomize`.
absl::StatusOr<Itemset> ParseItemset(absl::string_view nodeset);

}  // namespace lotse::survey::xforms
