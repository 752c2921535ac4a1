#include "services/survey/exchange/refi/character_references.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::refi {
namespace {

int DigitOf(char c) {
  if (absl::ascii_isdigit(c)) return c - '0';
  return absl::ascii_isxdigit(c) ? absl::ascii_tolower(c) - 'a' + 10 : 16;
}

// Whether what stands behind `&#` is a reference to a character.
bool IsReference(absl::string_view text) {
  const int base = !text.empty() && text[0] == 'x' ? 16 : 10;
  if (base == 16) text.remove_prefix(1);
  std::uint32_t value = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && DigitOf(text[digits]) < base; ++digits) {
    value = value * static_cast<std::uint32_t>(base) +
            static_cast<std::uint32_t>(DigitOf(text[digits]));
    if (value > 0x10FFFF) return false;
  }
  return digits > 0 && digits < text.size() && text[digits] == ';' && types::IsXmlCharacter(value);
}

}  // namespace

std::optional<int> LineOfBadReference(absl::string_view xml) {
  for (std::size_t at = xml.find("&#"); at != absl::string_view::npos;
       at = xml.find("&#", at + 1)) {
    if (IsReference(xml.substr(at + 2))) continue;
    return 1 + static_cast<int>(
                   std::count(xml.begin(), xml.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  }
  return std::nullopt;
}

}  // namespace lotse::survey::refi
