#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::auth {

// An issuer for tests and benchmarks, with an RSA key of 2048 bits of its own.
class TestIssuer {
 public:
  explicit TestIssuer(std::string kid);

  // The key as a JWK, and the set with it alone.
  std::string Jwk() const;
  std::string Jwks() const;

  // A token with RS256 over these two JSON texts, right or not.
  std::string Sign(absl::string_view header, absl::string_view claims) const;
  // A token with the header that fits.
  std::string Sign(absl::string_view claims) const;

 private:
  const std::string kid_;
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace lotse::auth
