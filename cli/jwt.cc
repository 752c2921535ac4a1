#include "cli/jwt.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "runtime/ops/pem.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using ops::OpensslPtr;

// Bytes of a coordinate and of each half of a signature on P-256.
constexpr int kNumberBytes = 32;

// Base64 for URLs without padding, as all of JOSE has it.
std::string Encode(absl::string_view bytes) { return absl::WebSafeBase64Escape(bytes); }

std::string BytesOf(const BIGNUM* number) {
  std::string bytes(kNumberBytes, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), kNumberBytes);
  return bytes;
}

absl::StatusOr<OpensslPtr<EVP_PKEY>> ReadKey(absl::string_view text) {
  absl::StatusOr<OpensslPtr<EVP_PKEY>> key = ops::KeyOf(text);
  if (!key.ok()) return DataError(absl::StrCat("the key file ", key.status().message()));
  char group[32] = "";
  EVP_PKEY_get_utf8_string_param(key->get(), OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group,
                                 nullptr);
  if (absl::string_view(group) != SN_X9_62_prime256v1) {
    return DataError("the key is not one of the curve P-256");
  }
  return key;
}

std::string Coordinate(const EVP_PKEY* key, const char* parameter) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, parameter, &number);
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> owner(number, &BN_free);
  return Encode(BytesOf(number));
}

// The members of the public key that RFC 7638 hashes, in its order.
JsonObject PublicKey(const EVP_PKEY* key) {
  return JsonObject()
      .Add("crv", "P-256")
      .Add("kty", "EC")
      .Add("x", Coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X))
      .Add("y", Coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y));
}

std::string Thumbprint(const EVP_PKEY* key) {
  const auto hash = types::Sha256(PublicKey(key).str());
  return Encode({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

// The signature as JOSE has it: both numbers one after the other, not in DER.
absl::StatusOr<std::string> Sign(EVP_PKEY* key, absl::string_view text) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  unsigned char der[128];
  size_t length = sizeof der;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), der, &length, bytes, text.size()) != 1) {
    return absl::InternalError("OpenSSL cannot sign");
  }
  const unsigned char* begin = der;
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &begin, static_cast<int>(length)), &ECDSA_SIG_free);
  return absl::StrCat(BytesOf(ECDSA_SIG_get0_r(signature.get())),
                      BytesOf(ECDSA_SIG_get0_s(signature.get())));
}

}  // namespace

absl::StatusOr<std::string> JwksOf(absl::string_view key) {
  const auto read = ReadKey(key);
  if (!read.ok()) return read.status();
  const std::string jwk = PublicKey(read->get())
                              .Add("alg", "ES256")
                              .Add("use", "sig")
                              .Add("kid", Thumbprint(read->get()))
                              .str();
  return JsonObject().AddRaw("keys", absl::StrCat("[", jwk, "]")).str() + "\n";
}

absl::StatusOr<std::string> SignToken(absl::string_view key, const TokenClaims& claims) {
  const auto read = ReadKey(key);
  if (!read.ok()) return read.status();
  const std::string header =
      JsonObject().Add("alg", "ES256").Add("typ", "JWT").Add("kid", Thumbprint(read->get())).str();
  const std::string payload = JsonObject()
                                  .Add("iss", claims.issuer)
                                  .Add("aud", claims.audience)
                                  .Add("sub", claims.subject)
                                  .AddRaw("groups", JsonStrings(claims.groups))
                                  .Add("iat", absl::ToUnixSeconds(claims.issued))
                                  .Add("nbf", absl::ToUnixSeconds(claims.issued))
                                  .Add("exp", absl::ToUnixSeconds(claims.expires))
                                  .str();
  const std::string text = absl::StrCat(Encode(header), ".", Encode(payload));
  const absl::StatusOr<std::string> signature = Sign(read->get(), text);
  if (!signature.ok()) return signature.status();
  return absl::StrCat(text, ".", Encode(*signature));
}

}  // namespace lotse::cli
