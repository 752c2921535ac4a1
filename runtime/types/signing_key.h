#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::types {

// A secret under which we sign what we give away and want back unchanged: 32
// random bytes. What is signed holds as long as the key does.
class SigningKey {
 public:
  using Bytes = std::array<uint8_t, 32>;

  explicit SigningKey(const Bytes& bytes) : bytes_(bytes) {}
  // A new one. Ends the process if OpenSSL has no random bytes.
  static SigningKey Random();

  // To be kept where the key is kept and nowhere else.
  const Bytes& bytes() const { return bytes_; }

  // `text` (any bytes, readable for whoever has it) with its signature: the first
  // 16 bytes of HMAC-SHA256 over `context` and `text`. Web-safe base64 without
  // padding.
  std::string Seal(absl::string_view context, absl::string_view text) const;

  // The text in what Seal made; nullopt unless it was made under this key, in this
  // context, and is as it was. Compares in constant time.
  std::optional<std::string> Open(absl::string_view context, absl::string_view sealed) const;

  // As Seal and Open, for a text that nobody but us can read: AES-256-GCM under a key that
  // is derived for it from this one and 16 random bytes, padded to a multiple of 64 bytes,
  // so that its length tells little. The context is authenticated.
  std::string Encrypt(absl::string_view context, absl::string_view text) const;
  std::optional<std::string> Decrypt(absl::string_view context, absl::string_view sealed) const;

 private:
  std::string Sign(absl::string_view context, absl::string_view text) const;

  Bytes bytes_;
};

}  // namespace lotse::types
