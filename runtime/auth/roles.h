#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/permission.pb.h"
#include "lotse/type/v1alpha/role.pb.h"

// What roles allow, as role.proto says.
namespace lotse::auth {

using type::v1alpha::Permission;
using type::v1alpha::Role;

// Whether `role` allows what needs `permission`.
bool Allows(Role role, Permission permission);

// All that `role` allows, in the order of their numbers.
std::vector<Permission> PermissionsOf(Role role);

// The name of a role without its prefix, for example `AUDITOR`; empty for UNSPECIFIED.
absl::string_view NameOf(Role role);

// The role of this name; UNSPECIFIED if there is none.
Role RoleOf(absl::string_view name);

}  // namespace lotse::auth
