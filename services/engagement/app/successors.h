#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "lotse/engagement/v1alpha/territory.pb.h"
#include "runtime/resource/tx.h"

namespace lotse::engagement {

// Whether the successors of the territory `from` lead to `to`, both names. `seen` gives what
// is about to be stored; null where it stays as it is.
absl::StatusOr<bool> LeadsTo(
    resource::Tx& tx, const std::string& from, const std::string& to,
    absl::FunctionRef<const v1alpha::Territory*(const std::string& name)> seen);

}  // namespace lotse::engagement
