#include "cli/hash.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"

namespace lotse::cli {

std::array<uint8_t, 32> Sha256(absl::string_view bytes) {
  std::array<uint8_t, 32> digest;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return digest;
}

std::string Sha256Hex(absl::string_view bytes) {
  const std::array<uint8_t, 32> digest = Sha256(bytes);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace lotse::cli
