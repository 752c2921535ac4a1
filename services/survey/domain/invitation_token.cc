#include "services/survey/domain/invitation_token.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "runtime/types/sha256.h"

namespace lotse::survey {
namespace {

constexpr absl::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kBitsPerDigit = 5;

// What somebody who types `c` means.
char Meant(char c) {
  const char small = absl::ascii_tolower(static_cast<unsigned char>(c));
  if (small == 'o') return '0';
  if (small == 'i' || small == 'l') return '1';
  return small;
}

}  // namespace

std::string TokenOf(absl::string_view bytes) {
  std::string token;
  uint32_t waiting = 0;
  int bits = 0;
  for (const char byte : bytes) {
    waiting = waiting << 8 | static_cast<uint8_t>(byte);
    for (bits += 8; bits >= kBitsPerDigit; bits -= kBitsPerDigit) {
      token += kDigits[waiting >> (bits - kBitsPerDigit) & 31];
    }
    waiting &= (1u << bits) - 1;
  }
  if (bits > 0) token += kDigits[waiting << (kBitsPerDigit - bits) & 31];
  return token;
}

std::optional<std::string> ReadToken(absl::string_view typed) {
  std::optional<std::string> token = "";
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (token->size() == kTokenLength || kDigits.find(Meant(c)) == absl::string_view::npos) {
      return std::nullopt;
    }
    *token += Meant(c);
  }
  if (token->size() != kTokenLength) token.reset();
  return token;
}

std::string HashOfToken(absl::string_view token) {
  const auto hash = types::Sha256(token);
  return std::string(hash.begin(), hash.end());
}

std::string HashOfTyped(absl::string_view typed) {
  return HashOfToken(ReadToken(typed).value_or(""));
}

}  // namespace lotse::survey
