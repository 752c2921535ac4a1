#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runtime/auth/claims.h"
#include "runtime/auth/identity.h"
#include "runtime/auth/jwks.h"

// Access tokens: JSON Web Tokens (RFC 7519) that the issuer signed (RFC 7515),
// read as RFC 8725 advises.
namespace lotse::auth {

// Longest token in bytes. All metadata of a call have 16 KiB.
inline constexpr size_t kMaxTokenBytes = 12 << 10;

// Who bears the token. Which algorithm is believed depends on the issuer's key, not
// on the token; keys, or addresses of keys, within a token are refused. TOKEN_REFUSED,
// with the rule that is broken, or TOKEN_EXPIRED.
absl::StatusOr<Identity> VerifyToken(absl::string_view token, const Keys& keys,
                                     const TokenRules& rules, absl::Time now);

// The name of the key that the token asks for and `keys` do not have; empty if there
// is no such name. Somebody may have made it up.
std::string UnknownKid(absl::string_view token, const Keys& keys);

}  // namespace lotse::auth
