#include "runtime/ops/certificates.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "runtime/ops/pem.h"

namespace lotse::ops {
namespace {

// The serial numbers of certificates are random, in this many bytes.
constexpr int kSerialBytes = 16;

absl::Status OpensslError(absl::string_view what) {
  const char* reason = ERR_reason_error_string(ERR_peek_error());
  ERR_clear_error();
  return absl::InternalError(
      absl::StrCat("OpenSSL cannot make ", what, ": ", reason == nullptr ? "unknown" : reason));
}

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const auto length = BIO_get_mem_data(bio, &data);
  return std::string(data, length);
}

bool SetSerial(X509* certificate) {
  unsigned char bytes[kSerialBytes];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] &= 0x7f;  // not negative
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(BN_bin2bn(bytes, sizeof bytes, nullptr),
                                                           &BN_free);
  return number != nullptr &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), &X509_EXTENSION_free);
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// A certificate without extensions and signature.
OpensslPtr<X509> Begin(const std::string& name, EVP_PKEY* key, absl::Time now,
                       absl::Duration validity) {
  OpensslPtr<X509> certificate(X509_new());
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const auto* text = reinterpret_cast<const unsigned char*>(name.c_str());
  const bool made =
      X509_set_version(certificate.get(), X509_VERSION_3) == 1 && SetSerial(certificate.get()) &&
      ASN1_TIME_set(X509_getm_notBefore(certificate.get()), absl::ToTimeT(now - absl::Hours(1))) !=
          nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(certificate.get()), absl::ToTimeT(now + validity)) !=
          nullptr &&
      X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, text, -1, -1, 0) == 1 &&
      X509_set_pubkey(certificate.get(), key) == 1;
  return made ? std::move(certificate) : nullptr;
}

// Signs it and writes it out.
absl::StatusOr<std::string> Finish(X509* certificate, EVP_PKEY* key) {
  if (X509_sign(certificate, key, EVP_sha256()) == 0) return OpensslError("a signature");
  const OpensslPtr<BIO> bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(bio.get(), certificate) != 1) return OpensslError("a certificate");
  return TextOf(bio.get());
}

}  // namespace

absl::StatusOr<std::string> MakeKey() {
  const OpensslPtr<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const OpensslPtr<BIO> bio(BIO_new(BIO_s_mem()));
  if (key == nullptr || PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0,
                                                      nullptr, nullptr) != 1) {
    return OpensslError("a key");
  }
  return TextOf(bio.get());
}

absl::StatusOr<Identity> MakeAuthority(const std::string& name, absl::Time now,
                                       absl::Duration validity) {
  const absl::StatusOr<std::string> key_text = MakeKey();
  if (!key_text.ok()) return key_text.status();
  const auto key = KeyOf(*key_text);
  if (!key.ok()) return key.status();
  const OpensslPtr<X509> certificate = Begin(name, key->get(), now, validity);
  if (certificate == nullptr ||
      X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get())) != 1 ||
      !AddExtension(certificate.get(), certificate.get(), NID_basic_constraints,
                    "critical,CA:TRUE,pathlen:0") ||
      !AddExtension(certificate.get(), certificate.get(), NID_key_usage,
                    "critical,keyCertSign,cRLSign") ||
      !AddExtension(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash")) {
    return OpensslError("an authority");
  }
  const absl::StatusOr<std::string> text = Finish(certificate.get(), key->get());
  if (!text.ok()) return text.status();
  return Identity{*text, *key_text};
}

absl::StatusOr<Identity> MakeCertificate(const Identity& authority, const CertificateSpec& spec,
                                         absl::Time now, absl::Duration validity) {
  const auto issuers = CertificatesOf(authority.certificate);
  if (!issuers.ok()) return issuers.status();
  X509* issuer = issuers->front().get();
  const auto issuer_key = KeyOf(authority.key);
  if (!issuer_key.ok()) return issuer_key.status();
  const absl::StatusOr<std::string> key_text = MakeKey();
  if (!key_text.ok()) return key_text.status();
  const auto key = KeyOf(*key_text);
  if (!key.ok()) return key.status();
  const OpensslPtr<X509> certificate = Begin(spec.name, key->get(), now, validity);
  if (certificate == nullptr ||
      X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) != 1 ||
      !AddExtension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE") ||
      !AddExtension(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature") ||
      !AddExtension(certificate.get(), issuer, NID_ext_key_usage, spec.usage) ||
      !AddExtension(certificate.get(), issuer, NID_subject_alt_name, spec.alternative_names) ||
      !AddExtension(certificate.get(), issuer, NID_authority_key_identifier, "keyid")) {
    return OpensslError("a certificate");
  }
  const absl::StatusOr<std::string> text = Finish(certificate.get(), issuer_key->get());
  if (!text.ok()) return text.status();
  return Identity{*text, *key_text};
}

}  // namespace lotse::ops
