#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/role.pb.h"

namespace lotse::cli {

// A role as a person writes it, for example `institute-consultant`; its number if this
// program does not know it.
std::string RoleName(type::v1alpha::Role role);

// The role of that name, in either case and with `-` or `_`. UsageError, which lists
// all roles.
absl::StatusOr<type::v1alpha::Role> ParseRole(absl::string_view name);

}  // namespace lotse::cli
