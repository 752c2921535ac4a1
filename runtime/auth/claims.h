#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"
#include "runtime/auth/identity.h"

namespace lotse::auth {

// Longest subject, and longest group, in bytes.
inline constexpr size_t kMaxNameBytes = 128;
// Most groups of a token.
inline constexpr int kMaxGroups = 200;

// What tokens must say, and where they say who the caller is.
struct TokenRules {
  // `iss`, letter for letter. No token fits an empty one.
  std::string issuer;
  // What `aud` is, or has in its list. No token fits an empty one.
  std::string audience;
  // The claim that names the caller: a path of names with dots between them.
  std::string subject_claim = "sub";
  // The claim that lists the caller's groups, such as `realm_access.roles`; empty:
  // nobody has groups.
  std::string groups_claim;
  // How much the clocks of issuer and daemon may differ.
  absl::Duration skew = absl::Seconds(30);
};

// Who the claims (RFC 7519) of a token say its bearer is. TOKEN_REFUSED if they
// break a rule: issuer, audience, subject or groups are not as they must be, a time
// is no number from 0 to the year 9999, `exp` is missing, or the token does not hold
// yet. TOKEN_EXPIRED if all else is right.
absl::StatusOr<Identity> ReadClaims(const google::protobuf::Struct& claims, const TokenRules& rules,
                                    absl::Time now);

}  // namespace lotse::auth
