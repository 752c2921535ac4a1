#include "runtime/auth/access.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

// Whether `name` is `prefix` or lies below it.
bool Covers(absl::string_view prefix, absl::string_view name) {
  return absl::StartsWith(name, prefix) &&
         (prefix.empty() || name.size() == prefix.size() || name[prefix.size()] == '/');
}

// The part of a name before the first id that may be any.
absl::string_view BeforeWildcard(absl::string_view name) {
  if (name == "-" || absl::StartsWith(name, "-/")) return "";
  const size_t open = name.find("/-/");
  if (open != absl::string_view::npos) return name.substr(0, open);
  return absl::EndsWith(name, "/-") ? name.substr(0, name.size() - 2) : name;
}

// Whether `name` is of what is the same for all, which is no secret.
bool IsReference(absl::string_view name) {
  return absl::StartsWith(name, "territories/") || absl::StartsWith(name, "codeLists/");
}

// What everybody may do who is known: ask about themselves, and read what is the same for
// all. Code lists of all are read as those of programmes are.
bool IsForAll(Permission permission, absl::string_view name) {
  return permission == type::v1alpha::PERMISSION_SELF_READ ||
         permission == type::v1alpha::PERMISSION_REFERENCE_READ ||
         (permission == type::v1alpha::PERMISSION_PROGRAMME_READ && IsReference(name));
}

}  // namespace

std::shared_ptr<const Access> Access::Everything() {
  static const auto* const everything = [] {
    auto access = std::make_shared<Access>(std::vector<Right>());
    access->everything_ = true;
    return new std::shared_ptr<const Access>(std::move(access));
  }();
  return *everything;
}

// [decide]
absl::StatusOr<Role> Access::Decide(Permission permission, absl::string_view name, Reach reach,
                                    absl::Time now) const {
  if (everything_ || IsForAll(permission, name)) {
    return type::v1alpha::ROLE_UNSPECIFIED;
  }
  const absl::string_view fixed = BeforeWildcard(name);
  const bool lists = reach == Reach::kBelow || fixed.size() != name.size();
  bool knows = name.empty() || IsReference(name);
  for (const Right& right : rights_) {
    const bool counts = Covers(right.prefix, fixed) || (lists && Covers(fixed, right.prefix));
    if (!counts || right.until <= now) continue;
    if (Allows(right.role, permission)) return right.role;
    knows = true;
  }
  if (knows) return rpc::PermissionMissing(permission);
  return rpc::NotFound(name);
}
// [/decide]

bool Access::May(Permission permission, absl::string_view name, absl::Time now) const {
  return everything_ || IsForAll(permission, name) ||
         std::any_of(rights_.begin(), rights_.end(), [&](const Right& right) {
           return Covers(right.prefix, name) && now < right.until && Allows(right.role, permission);
         });
}

bool Access::Knows(absl::string_view name, absl::Time now) const {
  return everything_ || IsReference(name) ||
         std::any_of(rights_.begin(), rights_.end(), [&](const Right& right) {
           return Covers(right.prefix, name) && now < right.until;
         });
}

Caller LocalCaller() { return {"local", {}, Access::Everything()}; }

absl::Status View::CheckGives(Role role, absl::string_view name, absl::Time until,
                              absl::FunctionRef<bool(const Right&)> counts) const {
  if (access_ == nullptr || access_->everything_) return absl::OkStatus();
  std::vector<Right> rights;  // Those that last as long.
  for (Right& right : RightsAt(name, now_)) {
    if (right.until >= until && counts(right)) rights.push_back(std::move(right));
  }
  const auto has = [&](const auto& fits) {
    return std::any_of(rights.begin(), rights.end(), fits);
  };
  if (has([](const Right& r) { return r.role == type::v1alpha::ROLE_PLATFORM_ADMIN; })) {
    return absl::OkStatus();
  }
  // It gives every role, and so would be a way to those that the caller may not give.
  if (role == type::v1alpha::ROLE_PLATFORM_ADMIN) {
    return rpc::PermissionMissing(type::v1alpha::PERMISSION_GRANT_WRITE);
  }
  for (const Permission permission : PermissionsOf(role)) {
    if (!has([&](const Right& r) { return Allows(r.role, permission); })) {
      return rpc::PermissionMissing(permission);
    }
  }
  return absl::OkStatus();
}

std::vector<std::string> View::groups() const {
  return access_ == nullptr ? std::vector<std::string>() : access_->groups_;
}

std::vector<Right> View::RightsAt(absl::string_view name, absl::Time now) const {
  std::vector<Right> out;
  if (access_ == nullptr) return out;
  for (const Right& right : access_->rights_) {
    const bool here = name.empty() || Covers(right.prefix, name);
    if (here && now < right.until) out.push_back(right);
  }
  std::sort(out.begin(), out.end(), [](const Right& a, const Right& b) {
    return std::tie(a.prefix, a.role, a.grant) < std::tie(b.prefix, b.role, b.grant);
  });
  return out;
}

}  // namespace lotse::auth
