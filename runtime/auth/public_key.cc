#include "runtime/auth/public_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/auth/jwks.h"

namespace lotse::auth {
namespace {

constexpr size_t kCoordinateBytes = 32;
constexpr size_t kMaxExponentBytes = 4;

template <auto free>
struct Free {
  template <class T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};
template <class T, auto free>
using Owned = std::unique_ptr<T, Free<free>>;
using Number = Owned<BIGNUM, BN_free>;
using ParamBuilder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

// OpenSSL keeps its errors in a list for each thread; ours are results.
class ErrorsForgotten {
 public:
  ErrorsForgotten() = default;
  ErrorsForgotten(const ErrorsForgotten&) = delete;
  ErrorsForgotten& operator=(const ErrorsForgotten&) = delete;
  ~ErrorsForgotten() { ERR_clear_error(); }
};

const unsigned char* Data(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Number ToNumber(absl::string_view bytes) {
  return Number(BN_bin2bn(Data(bytes), static_cast<int>(bytes.size()), nullptr));
}

// The key of this kind in what was built; null if OpenSSL refuses it.
std::shared_ptr<EVP_PKEY> Make(const char* kind, OSSL_PARAM_BLD* builder) {
  const Owned<OSSL_PARAM, OSSL_PARAM_free> params(OSSL_PARAM_BLD_to_param(builder));
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
      EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  if (params == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return {key, EVP_PKEY_free};
}

// Whether the numbers of a key are right in themselves, such as a point on its curve.
bool IsRight(EVP_PKEY* key) {
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return context != nullptr && EVP_PKEY_public_check(context.get()) == 1;
}

bool SetPss(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

// `digest` is null for kinds of keys that have their own.
bool Verify(EVP_PKEY* key, const char* digest, Padding padding, absl::string_view text,
            absl::string_view signature) {
  const ErrorsForgotten forgotten;
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* parameters = nullptr;  // Owned by `context`.
  if (context == nullptr || EVP_DigestVerifyInit_ex(context.get(), &parameters, digest, nullptr,
                                                    nullptr, key, nullptr) != 1) {
    return false;
  }
  if (padding == Padding::kPss && !SetPss(parameters)) return false;
  return EVP_DigestVerify(context.get(), Data(signature), signature.size(), Data(text),
                          text.size()) == 1;
}

}  // namespace

std::shared_ptr<EVP_PKEY> MakeRsaKey(absl::string_view n, absl::string_view e) {
  const ErrorsForgotten forgotten;
  if (n.size() > kMaxRsaBits / 8 || e.size() > kMaxExponentBytes) return nullptr;
  const Number modulus = ToNumber(n);
  const Number exponent = ToNumber(e);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (modulus == nullptr || exponent == nullptr || builder == nullptr ||
      BN_num_bits(modulus.get()) < kMinRsaBits || BN_is_odd(modulus.get()) == 0 ||
      BN_is_odd(exponent.get()) == 0 || BN_is_one(exponent.get()) == 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return nullptr;
  }
  return Make("RSA", builder.get());
}

std::shared_ptr<EVP_PKEY> MakeP256Key(absl::string_view x, absl::string_view y) {
  const ErrorsForgotten forgotten;
  if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) return nullptr;
  const std::string point = absl::StrCat("\x04", x, y);  // Uncompressed (SEC 1, 2.3.3).
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) !=
          1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  std::shared_ptr<EVP_PKEY> key = Make("EC", builder.get());
  return key != nullptr && IsRight(key.get()) ? key : nullptr;
}

std::shared_ptr<EVP_PKEY> MakeEd25519Key(absl::string_view x) {
  const ErrorsForgotten forgotten;
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (x.size() != kCoordinateBytes || builder == nullptr ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, x.data(),
                                       x.size()) != 1) {
    return nullptr;
  }
  return Make("ED25519", builder.get());
}

bool VerifyRsa(EVP_PKEY* key, Padding padding, absl::string_view text,
               absl::string_view signature) {
  return Verify(key, "SHA256", padding, text, signature);
}

bool VerifyP256(EVP_PKEY* key, absl::string_view text, absl::string_view signature) {
  if (signature.size() != 2 * kCoordinateBytes) return false;
  const ErrorsForgotten forgotten;
  const Owned<ECDSA_SIG, ECDSA_SIG_free> pair(ECDSA_SIG_new());
  Number r = ToNumber(signature.substr(0, kCoordinateBytes));
  Number s = ToNumber(signature.substr(kCoordinateBytes));
  if (pair == nullptr || r == nullptr || s == nullptr) return false;
  // The pair takes both over; it refuses nothing but null.
  if (ECDSA_SIG_set0(pair.get(), r.release(), s.release()) != 1) return false;
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return false;
  const std::string encoded(reinterpret_cast<const char*>(der), size);
  OPENSSL_free(der);
  return Verify(key, "SHA256", Padding::kPkcs1, text, encoded);
}

bool VerifyEd25519(EVP_PKEY* key, absl::string_view text, absl::string_view signature) {
  return Verify(key, nullptr, Padding::kPkcs1, text, signature);
}

}  // namespace lotse::auth
