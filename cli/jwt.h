#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// Access tokens for development, as an issuer of OpenID Connect makes them.
namespace lotse::cli {

// What a token says.
struct TokenClaims {
  std::string issuer;
  std::string audience;
  std::string subject;
  std::vector<std::string> groups;
  absl::Time issued;
  absl::Time expires;
};

// The public part of a private key in PEM (P-256) as a set of one key, by which the
// tokens of SignToken can be verified (JWKS, RFC 7517). Its `kid` is the thumbprint of
// RFC 7638. DataError if it is no such key.
absl::StatusOr<std::string> JwksOf(absl::string_view key);

// A token (JWT, RFC 7519) signed with the key (ES256, RFC 7518). DataError as above.
absl::StatusOr<std::string> SignToken(absl::string_view key, const TokenClaims& claims);

}  // namespace lotse::cli
