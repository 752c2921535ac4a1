#include "runtime/types/signing_key.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"

namespace lotse::types {
namespace {

constexpr size_t kSignatureBytes = 16;

}  // namespace

SigningKey SigningKey::Random() {
  Bytes bytes;
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();
  return SigningKey(bytes);
}

std::string SigningKey::Sign(absl::string_view context, absl::string_view text) const {
  // The length of the context is signed as well: callers write its end (a filter),
  // and must not shift bytes of the text into it.
  const auto code = HmacSha256({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()},
                               absl::StrCat(context.size(), ":", context, text));
  return std::string(code.begin(), code.begin() + kSignatureBytes);
}

std::string SigningKey::Seal(absl::string_view context, absl::string_view text) const {
  return absl::WebSafeBase64Escape(absl::StrCat(text, Sign(context, text)));
}

std::optional<std::string> SigningKey::Open(absl::string_view context,
                                            absl::string_view sealed) const {
  std::string text;
  if (!absl::WebSafeBase64Unescape(sealed, &text) || text.size() < kSignatureBytes) return {};
  // Base64 has several spellings of the same bytes; one is ours.
  if (absl::WebSafeBase64Escape(text) != sealed) return {};
  const std::string signature = text.substr(text.size() - kSignatureBytes);
  text.resize(text.size() - kSignatureBytes);
  if (CRYPTO_memcmp(Sign(context, text).data(), signature.data(), kSignatureBytes) != 0) return {};
  return text;
}

}  // namespace lotse::types
