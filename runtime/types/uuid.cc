#include "runtime/types/uuid.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "runtime/types/random.h"

namespace lotse::types {
namespace {

constexpr size_t kBytes = 16;

// The text of 16 bytes, some of which are for version and variant.
std::string Write(std::string bytes, uint8_t version) {
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | version << 4);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string text = absl::BytesToHexString(bytes);
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

std::string NewRandomUuid() { return Write(RandomBytes(kBytes), 4); }

std::string NewTimeUuid(absl::Time time) {
  std::string bytes = RandomBytes(kBytes);
  const auto milliseconds = static_cast<uint64_t>(absl::ToUnixMillis(time));
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<char>(milliseconds >> (40 - 8 * i));
  return Write(bytes, 7);
}

}  // namespace lotse::types
