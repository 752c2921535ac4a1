#include "services/survey/engine/utf8.h"

namespace lotse::survey {
namespace {

// What the first byte of a sequence says about the rest: its length, and the
// range of the second byte, which excludes overlong forms and surrogates.
struct Lead {
  int length;
  unsigned char second_min;
  unsigned char second_max;
};

Lead LeadOf(unsigned char first) {
  if (first < 0x80) return {1, 0, 0};
  if (first < 0xC2) return {0, 0, 0};
  if (first < 0xE0) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first < 0xF0) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first < 0xF4) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

}  // namespace

std::optional<char32_t> TakeCodePoint(absl::string_view* bytes) {
  const auto byte = [bytes](std::size_t i) { return static_cast<unsigned char>((*bytes)[i]); };
  const unsigned char first = byte(0);
  const Lead lead = LeadOf(first);
  const auto length = static_cast<std::size_t>(lead.length);
  bool valid = length > 0 && length <= bytes->size();
  if (valid && length > 1) valid = byte(1) >= lead.second_min && byte(1) <= lead.second_max;
  for (std::size_t i = 2; valid && i < length; ++i) valid = (byte(i) & 0xC0) == 0x80;
  if (!valid) {
    bytes->remove_prefix(1);
    return std::nullopt;
  }
  char32_t c = length == 1 ? first : first & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) c = (c << 6) | (byte(i) & 0x3F);
  bytes->remove_prefix(length);
  return c;
}

bool IsValidUtf8(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (!TakeCodePoint(&bytes)) return false;
  }
  return true;
}

std::size_t CodePointCount(absl::string_view bytes) {
  std::size_t count = 0;
  for (; !bytes.empty(); ++count) TakeCodePoint(&bytes);
  return count;
}

bool IsWhiteSpace(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

}  // namespace lotse::survey
