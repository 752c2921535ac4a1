#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/args.h"

// The stores of a machine: a folder that has one for each, named for its service.
namespace lotse::cli {

// In the order in which they are copied. What refers to others is copied before them: reports to
// waves and engagements, waves to engagements. So what a copy refers to is in the later copy too.
inline constexpr absl::string_view kStoresInOrder[] = {"reporting", "survey", "engagement"};

// The keys of surveys that are kept apart. They never lie in a backup with the answers.
inline constexpr absl::string_view kKeysStore = "keys";

// A store and where it is.
struct StorePlace {
  std::string service;
  std::string folder;
};

// The stores that --stores names, below the folder `data`, in the order above; all three if it
// does not. UsageError.
absl::StatusOr<std::vector<StorePlace>> StoresOf(const Args& args, const std::string& data);

}  // namespace lotse::cli
