#pragma once

#include <openssl/types.h>

#include <memory>

#include "absl/strings/string_view.h"

// Public keys and signatures by OpenSSL; null and false where it refuses. Integers
// are unsigned, big-endian bytes.
namespace lotse::auth {

// An RSA key of modulus `n` (2048 to 8192 bits) and odd exponent `e` (3 to 2^32 - 1).
std::shared_ptr<EVP_PKEY> MakeRsaKey(absl::string_view n, absl::string_view e);

// The point (`x`, `y`) on P-256, 32 bytes each (RFC 7518 6.2.1).
std::shared_ptr<EVP_PKEY> MakeP256Key(absl::string_view x, absl::string_view y);

// An Ed25519 key of 32 bytes (RFC 8037).
std::shared_ptr<EVP_PKEY> MakeEd25519Key(absl::string_view x);

enum class Padding { kPkcs1, kPss };

// With SHA-256; a PSS salt has its length (RFC 7518 3.3, 3.5).
bool VerifyRsa(EVP_PKEY* key, Padding padding, absl::string_view text, absl::string_view signature);

// With SHA-256; the signature is r and s, 32 bytes each (RFC 7518 3.4).
bool VerifyP256(EVP_PKEY* key, absl::string_view text, absl::string_view signature);

// The signature has 64 bytes (RFC 8032).
bool VerifyEd25519(EVP_PKEY* key, absl::string_view text, absl::string_view signature);

}  // namespace lotse::auth
