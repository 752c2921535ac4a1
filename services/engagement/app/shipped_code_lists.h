#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lotse/engagement/v1alpha/code_list.pb.h"
#include "runtime/resource/store.h"

namespace lotse::engagement {

// The code lists that come with the program (services/engagement/data), in an order in
// which each stands behind those that it refers to. Source: domain section 1.9.
std::vector<v1alpha::CodeList> ShippedCodeLists();

// Stores those that are not there yet, as by the actor `lotse-engagement`; what is there,
// deleted or not, stays as it is. How many were stored. If nothing is missing, nothing is
// written and no list is parsed. Errors as resource::Store::Read and WriteAndWait.
absl::StatusOr<int> InstallCodeLists(resource::Store* store);

}  // namespace lotse::engagement
