#include "runtime/auth/roles.h"

#include <array>
#include <bitset>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace lotse::auth {
namespace {

constexpr absl::string_view kPrefix = "ROLE_";

using Permissions = std::bitset<type::v1alpha::Permission_ARRAYSIZE>;

// By number: reading an option each time would be slow.
const std::array<Permissions, type::v1alpha::Role_ARRAYSIZE>& Table() {
  static const auto* const table = [] {
    auto* out = new std::array<Permissions, type::v1alpha::Role_ARRAYSIZE>();
    const auto* roles = type::v1alpha::Role_descriptor();
    for (int i = 0; i < roles->value_count(); ++i) {
      const auto& options = roles->value(i)->options();
      for (int k = 0; k < options.ExtensionSize(type::v1alpha::allows); ++k) {
        (*out)[roles->value(i)->number()].set(options.GetExtension(type::v1alpha::allows, k));
      }
    }
    return out;
  }();
  return *table;
}

const Permissions& Of(Role role) {
  return Table()[type::v1alpha::Role_IsValid(role) ? role : type::v1alpha::ROLE_UNSPECIFIED];
}

}  // namespace

bool Allows(Role role, Permission permission) {
  return type::v1alpha::Permission_IsValid(permission) && Of(role).test(permission);
}

std::vector<Permission> PermissionsOf(Role role) {
  std::vector<Permission> out;
  for (int i = 0; i < type::v1alpha::Permission_ARRAYSIZE; ++i) {
    if (Of(role).test(i)) out.push_back(static_cast<Permission>(i));
  }
  return out;
}

absl::string_view NameOf(Role role) {
  if (role == type::v1alpha::ROLE_UNSPECIFIED) return "";
  return absl::StripPrefix(type::v1alpha::Role_Name(role), kPrefix);
}

Role RoleOf(absl::string_view name) {
  Role role = type::v1alpha::ROLE_UNSPECIFIED;
  type::v1alpha::Role_Parse(absl::StrCat(kPrefix, name), &role);
  return role;
}

}  // namespace lotse::auth
