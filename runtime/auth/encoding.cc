#include "runtime/auth/encoding.h"

#include "absl/strings/escaping.h"

namespace lotse::auth {

std::optional<std::string> DecodeBase64Url(absl::string_view text) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(text, &bytes)) return std::nullopt;
  // Base64 has several spellings of the same bytes; one is right.
  if (absl::WebSafeBase64Escape(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace lotse::auth
