#include "cli/roles.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "cli/failure.h"
#include "cli/text.h"

namespace lotse::cli {

using type::v1alpha::Role;

std::string RoleName(Role role) {
  const std::string& name = type::v1alpha::Role_Name(role);
  if (name.empty()) return absl::StrCat(static_cast<int>(role));
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, "ROLE_")), {{"_", "-"}});
}

absl::StatusOr<Role> ParseRole(absl::string_view name) {
  const std::string wanted = absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", "-"}});
  const google::protobuf::EnumDescriptor& roles = *type::v1alpha::Role_descriptor();
  std::vector<std::string> names;
  for (int i = 0; i < roles.value_count(); ++i) {
    const auto role = static_cast<Role>(roles.value(i)->number());
    if (role == type::v1alpha::ROLE_UNSPECIFIED) continue;
    names.push_back(RoleName(role));
    if (wanted == names.back()) return role;
  }
  return UsageError(absl::StrCat("--role: there is no role '", name, "'", DidYouMean(wanted, names),
                                 "; give one of ", absl::StrJoin(names, ", ")));
}

}  // namespace lotse::cli
