#include <openssl/evp.h>

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/survey/logic/functions/functions.h"

namespace lotse::survey::logic {
namespace {

// Algorithms of XForms 1.1, section 7.8.1, and what OpenSSL calls them.
constexpr std::pair<absl::string_view, const char*> kAlgorithms[] = {
    {"MD5", "MD5"},        {"SHA-1", "SHA1"},     {"SHA-256", "SHA256"},
    {"SHA-384", "SHA384"}, {"SHA-512", "SHA512"},
};

// Empty if OpenSSL is set up without the algorithm.
std::string Hash(absl::string_view text, const char* algorithm) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const EVP_MD* const method = EVP_get_digestbyname(algorithm);
  if (method == nullptr || EVP_Digest(text.data(), text.size(), out, &size, method, nullptr) != 1) {
    return "";
  }
  return std::string(reinterpret_cast<const char*>(out), size);
}

Value Wrong(Runtime& rt, absl::string_view message) {
  rt.Fail(absl::InvalidArgumentError(message));
  return Value::Text("");
}

}  // namespace

Value Digest(Runtime& rt, Arguments a) {
  const absl::string_view text = rt.Text(a[0]);
  const absl::string_view wanted = rt.Text(a[1]);
  const absl::string_view encoding = a.size() > 2 ? rt.Text(a[2]) : "base64";
  if (encoding != "base64" && encoding != "hex") {
    return Wrong(rt, "digest() has the encodings `base64` and `hex`");
  }
  rt.Charge(static_cast<std::int64_t>(text.size()) / 64);
  for (const auto& [name, algorithm] : kAlgorithms) {
    if (name != wanted) continue;
    const std::string hash = Hash(text, algorithm);
    if (hash.empty()) return Wrong(rt, absl::StrCat("this machine has no ", name));
    return rt.Made(encoding == "hex" ? absl::BytesToHexString(hash) : absl::Base64Escape(hash));
  }
  return Wrong(rt,
               "digest() has the algorithms `MD5`, `SHA-1`, `SHA-256`, `SHA-384` and `SHA-512`");
}

}  // namespace lotse::survey::logic
