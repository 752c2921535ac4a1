#include "runtime/types/uuid.h"

#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace lotse::types {
namespace {

using Bytes = std::array<uint8_t, 16>;

Bytes RandomBytes() {
  Bytes bytes;
  // Without random bytes ids would repeat: better none at all.
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();
  return bytes;
}

std::string Write(Bytes bytes, uint8_t version) {
  bytes[6] = static_cast<uint8_t>(bytes[6] & 0x0F) | static_cast<uint8_t>(version << 4);
  bytes[8] = static_cast<uint8_t>(bytes[8] & 0x3F) | 0x80;
  std::string text =
      absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  for (const size_t position : {8, 13, 18, 23}) text.insert(position, 1, '-');
  return text;
}

}  // namespace

bool IsUuid(absl::string_view id) {
  if (id.size() != 36) return false;
  for (size_t i = 0; i < id.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = id[i];
    if (hyphen ? c != '-' : !absl::ascii_isdigit(c) && (c < 'a' || c > 'f')) return false;
  }
  return true;
}

std::string NewRandomUuid() { return Write(RandomBytes(), 4); }

std::string NewTimeUuid(absl::Time time) {
  Bytes bytes = RandomBytes();
  const auto milliseconds = static_cast<uint64_t>(absl::ToUnixMillis(time));
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(milliseconds >> (40 - 8 * i));
  return Write(bytes, 7);
}

}  // namespace lotse::types
