#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runtime/auth/access.h"
#include "runtime/auth/grant_book.h"
#include "runtime/auth/token_verifier.h"

namespace lotse::auth {

// What the subject of a service begins with; behind it stands its name. Tokens with such
// a subject are refused, so nobody is taken for a service, in the log, in grants or in
// limits. Neither is anybody whose name stands in the log for the platform itself.
inline constexpr absl::string_view kServicePrefix = "service:";
inline constexpr absl::string_view kOwnActors[] = {"lotse", "lotse-engagement", "local"};

// What a call brings to say who calls.
struct Credentials {
  // The values of its `authorization` metadata.
  std::vector<absl::string_view> authorization;
  // The names in its client certificate, which was verified.
  std::vector<std::string> peer_names;
};

// Rights that no grant gives: those of the configuration. They count everywhere.
struct FixedRights {
  // Groups whose members are platform admins.
  absl::flat_hash_set<std::string> admin_groups;
  // Roles of services, by a name in their certificates.
  std::map<std::string, Role> services;

  // Reads the settings auth_admin_groups and auth_services. InvalidArgument.
  static absl::StatusOr<FixedRights> Parse(absl::string_view admin_groups,
                                           absl::string_view services);
};

// Tells who calls and what they may do now. Thread-safe.
class Authenticator {
 public:
  // `verifier` and `book` outlive it.
  Authenticator(FixedRights fixed, TokenVerifier* verifier, const GrantBook* book)
      : fixed_(std::move(fixed)), verifier_(verifier), book_(book) {}

  // A token that is sent must hold, whatever certificate there is beside it: a service
  // that passes on somebody's call does it with their rights and not its own. Without
  // one, a certificate of a service that is known. IDENTITY_MISSING, TOKEN_REFUSED,
  // TOKEN_EXPIRED, KEYS_UNAVAILABLE; GRANTS_UNAVAILABLE as long as grants were never
  // read, or are too old, and nothing else gives the caller a right. Never waits.
  absl::StatusOr<Caller> Identify(const Credentials& credentials, absl::Time now) const;

  // Whether it can tell so without verifying a signature: a token that is sent was right
  // before, or none has to be verified.
  bool Recognizes(const Credentials& credentials, absl::Time now) const;

 private:
  absl::StatusOr<Caller> Bearer(absl::string_view token, absl::Time now) const;
  absl::StatusOr<Caller> WithGrants(Caller caller, std::vector<Right> rights, absl::Time now) const;

  const FixedRights fixed_;
  TokenVerifier* const verifier_;
  const GrantBook* const book_;
};

}  // namespace lotse::auth
