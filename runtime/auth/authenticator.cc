#include "runtime/auth/authenticator.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/auth/errors.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

constexpr absl::string_view kScheme = "bearer ";

// The token in the value of a header that begins with the scheme.
absl::string_view TokenIn(absl::string_view sent) {
  return absl::StripAsciiWhitespace(sent.substr(kScheme.size()));
}

// The parts of a setting with commas between them, without spaces around them.
std::vector<std::string> Parts(absl::string_view text) {
  std::vector<std::string> out;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    part = absl::StripAsciiWhitespace(part);
    if (!part.empty()) out.emplace_back(part);
  }
  return out;
}

}  // namespace

absl::StatusOr<FixedRights> FixedRights::Parse(absl::string_view admin_groups,
                                               absl::string_view services) {
  FixedRights out;
  for (std::string& group : Parts(admin_groups)) out.admin_groups.insert(std::move(group));
  for (const std::string& part : Parts(services)) {
    const size_t equals = part.rfind('=');
    const std::string name = part.substr(0, equals);
    const Role role = equals == std::string::npos ? type::v1alpha::ROLE_UNSPECIFIED
                                                  : RoleOf(part.substr(equals + 1));
    if (name.empty() || role == type::v1alpha::ROLE_UNSPECIFIED) {
      return absl::InvalidArgumentError(
          absl::StrCat("auth_services: ", part,
                       " is not NAME=ROLE with a role of role.proto; give, for example, "
                       "lotse-reporting=INTEGRATION_SYSTEM"));
    }
    if (!out.services.emplace(name, role).second) {
      return absl::InvalidArgumentError(absl::StrCat("auth_services: ", name, " stands twice"));
    }
  }
  return out;
}

bool Authenticator::Recognizes(const Credentials& credentials, absl::Time now) const {
  const auto& sent = credentials.authorization;
  return sent.size() != 1 || !absl::StartsWithIgnoreCase(sent[0], kScheme) ||
         verifier_->Cached(TokenIn(sent[0]), now) != nullptr;
}

absl::StatusOr<Caller> Authenticator::Identify(const Credentials& credentials,
                                               absl::Time now) const {
  const auto& sent = credentials.authorization;
  if (sent.size() > 1) return TokenRefused("more than one was sent; send one");
  if (sent.size() == 1) {
    if (!absl::StartsWithIgnoreCase(sent[0], kScheme)) {
      return TokenRefused("the authorization does not begin with `Bearer `");
    }
    return Bearer(TokenIn(sent[0]), now);
  }
  for (const std::string& name : credentials.peer_names) {
    const auto service = fixed_.services.find(name);
    if (service == fixed_.services.end()) continue;
    return WithGrants({absl::StrCat(kServicePrefix, name), {}, nullptr}, {{"", service->second}},
                      now);
  }
  return IdentityMissing();
}

absl::StatusOr<Caller> Authenticator::Bearer(absl::string_view token, absl::Time now) const {
  const auto identity = verifier_->Verify(token, now);
  if (!identity.ok()) return identity.status();
  if (absl::StartsWith((*identity)->subject, kServicePrefix)) {
    return TokenRefused("its subject begins with `service:`, as those of certificates do");
  }
  if (absl::c_linear_search(kOwnActors, (*identity)->subject)) {
    return TokenRefused("its subject is a name of the platform itself");
  }
  std::vector<Right> rights;
  for (const std::string& group : (*identity)->groups) {
    if (!fixed_.admin_groups.contains(group)) continue;
    rights.push_back({"", type::v1alpha::ROLE_PLATFORM_ADMIN});
    break;
  }
  return WithGrants({(*identity)->subject, (*identity)->groups, nullptr}, std::move(rights), now);
}

absl::StatusOr<Caller> Authenticator::WithGrants(Caller caller, std::vector<Right> rights,
                                                 absl::Time now) const {
  const bool trusted = book_->Trusted(now);
  if (trusted) book_->AddRights(caller.subject, caller.groups, &rights);
  if (rights.empty() && !(trusted && book_->complete())) {
    return rpc::RetryLater(type::v1alpha::ERROR_REASON_GRANTS_UNAVAILABLE,
                           "who may do what is not known here now; try again shortly",
                           /*seconds=*/2);
  }
  caller.access = std::make_shared<Access>(std::move(rights), caller.groups);
  return caller;
}

}  // namespace lotse::auth
