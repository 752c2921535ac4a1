#include "runtime/auth/token_testing.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace lotse::auth {
namespace {

// A number of the key in base64url.
std::string NumberOf(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) std::abort();
  std::string bytes(BN_num_bytes(number), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  return absl::WebSafeBase64Escape(bytes);
}

}  // namespace

TestIssuer::TestIssuer(std::string kid)
    : kid_(std::move(kid)), key_(EVP_RSA_gen(2048), EVP_PKEY_free) {
  if (key_ == nullptr) std::abort();
}

std::string TestIssuer::Jwk() const {
  return absl::StrCat(R"({"kty":"RSA","use":"sig","kid":")", kid_, R"(","n":")",
                      NumberOf(key_.get(), OSSL_PKEY_PARAM_RSA_N), R"(","e":")",
                      NumberOf(key_.get(), OSSL_PKEY_PARAM_RSA_E), R"("})");
}

std::string TestIssuer::Jwks() const { return absl::StrCat(R"({"keys":[)", Jwk(), "]}"); }

std::string TestIssuer::Sign(absl::string_view header, absl::string_view claims) const {
  std::string token =
      absl::StrCat(absl::WebSafeBase64Escape(header), ".", absl::WebSafeBase64Escape(claims));
  unsigned char signature[256];
  size_t size = sizeof(signature);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  if (EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context, signature, &size,
                     reinterpret_cast<const unsigned char*>(token.data()), token.size()) != 1) {
    std::abort();
  }
  EVP_MD_CTX_free(context);
  absl::StrAppend(
      &token, ".",
      absl::WebSafeBase64Escape(absl::string_view(reinterpret_cast<char*>(signature), size)));
  return token;
}

std::string TestIssuer::Sign(absl::string_view claims) const {
  return Sign(absl::StrCat(R"({"alg":"RS256","typ":"JWT","kid":")", kid_, "\"}"), claims);
}

}  // namespace lotse::auth
