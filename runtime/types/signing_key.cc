#include "runtime/types/signing_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/random.h"
#include "runtime/types/sha256.h"

namespace lotse::types {
namespace {

constexpr size_t kSignatureBytes = 16;
constexpr size_t kSaltBytes = 16;
constexpr size_t kTagBytes = 16;
constexpr size_t kBlockBytes = 64;  // Of the padding.
constexpr char kFilled = '\x80';    // Ends the text; zeros follow.

const unsigned char* Raw(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* Raw(std::string* bytes) { return reinterpret_cast<unsigned char*>(bytes->data()); }

std::string View(const SigningKey::Bytes& bytes) {
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

// The bytes in base64 of the one spelling that is ours.
std::optional<std::string> FromBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(text, &bytes)) return std::nullopt;
  if (absl::WebSafeBase64Escape(bytes) != text) return std::nullopt;
  return bytes;
}

// One run of AES-256-GCM from `in` to `out`, either way. The nonce is zero: each key is
// used once. False if `tag`, when decrypting, is not that of `in` and `context`.
bool RunGcm(bool encrypt, absl::string_view key, absl::string_view context, absl::string_view in,
            std::string* out, std::string* tag) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> gcm(EVP_CIPHER_CTX_new(),
                                                                            &EVP_CIPHER_CTX_free);
  static constexpr unsigned char kNonce[12] = {};
  int length = 0;
  out->resize(in.size());
  const bool ran =
      EVP_CipherInit_ex(gcm.get(), EVP_aes_256_gcm(), nullptr, Raw(key), kNonce, encrypt ? 1 : 0) ==
          1 &&
      EVP_CipherUpdate(gcm.get(), nullptr, &length, Raw(context),
                       static_cast<int>(context.size())) == 1 &&
      EVP_CipherUpdate(gcm.get(), Raw(out), &length, Raw(in), static_cast<int>(in.size())) == 1;
  if (!ran) std::abort();
  if (!encrypt) EVP_CIPHER_CTX_ctrl(gcm.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, Raw(tag));
  if (EVP_CipherFinal_ex(gcm.get(), nullptr, &length) != 1) return false;
  if (encrypt) EVP_CIPHER_CTX_ctrl(gcm.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, Raw(tag));
  return true;
}

std::string KeyFor(const SigningKey::Bytes& bytes, absl::string_view salt) {
  // What Seal signs begins with digits, so no signature is ever such a key.
  return View(HmacSha256(View(bytes), absl::StrCat("encrypt:", salt)));
}

}  // namespace

SigningKey SigningKey::Random() {
  Bytes bytes;
  const std::string random = RandomBytes(bytes.size());
  std::copy(random.begin(), random.end(), bytes.begin());
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
  std::optional<std::string> text = FromBase64(sealed);
  if (!text.has_value() || text->size() < kSignatureBytes) return {};
  const std::string signature = text->substr(text->size() - kSignatureBytes);
  text->resize(text->size() - kSignatureBytes);
  if (CRYPTO_memcmp(Sign(context, *text).data(), signature.data(), kSignatureBytes) != 0) return {};
  return text;
}

std::string SigningKey::Encrypt(absl::string_view context, absl::string_view text) const {
  const std::string salt = RandomBytes(kSaltBytes);
  std::string tag(kTagBytes, '\0'), hidden;
  std::string padded = absl::StrCat(text, std::string(1, kFilled));
  padded.resize((padded.size() + kBlockBytes - 1) / kBlockBytes * kBlockBytes);
  if (!RunGcm(true, KeyFor(bytes_, salt), context, padded, &hidden, &tag)) std::abort();
  return absl::WebSafeBase64Escape(absl::StrCat(salt, hidden, tag));
}

std::optional<std::string> SigningKey::Decrypt(absl::string_view context,
                                               absl::string_view sealed) const {
  const std::optional<std::string> bytes = FromBase64(sealed);
  if (!bytes.has_value() || bytes->size() < kSaltBytes + kTagBytes) return {};
  const absl::string_view all = *bytes;
  std::string text, tag(all.substr(all.size() - kTagBytes));
  const absl::string_view hidden = all.substr(kSaltBytes, all.size() - kSaltBytes - kTagBytes);
  const std::string key = KeyFor(bytes_, all.substr(0, kSaltBytes));
  if (!RunGcm(false, key, context, hidden, &text, &tag)) return {};
  const size_t end = text.rfind(kFilled);
  if (end == std::string::npos) return {};  // Nothing that Encrypt made.
  text.resize(end);
  return text;
}

}  // namespace lotse::types
