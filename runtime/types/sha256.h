#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::types {

// SHA-256 of `bytes` (FIPS 180-4). Ends the process if OpenSSL is set up without
// it: what is told apart by hashes must not come into being without them.
std::array<uint8_t, 32> Sha256(absl::string_view bytes);

// The same as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

// HMAC-SHA256 of `bytes` under a secret `key` (RFC 2104). Ends the process as
// above. Compare it in constant time.
std::array<uint8_t, 32> HmacSha256(absl::string_view key, absl::string_view bytes);

}  // namespace lotse::types
