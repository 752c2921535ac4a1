#include "runtime/ops/pem.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <ctime>
#include <utility>

namespace lotse::ops {
namespace {

OpensslPtr<BIO> BioOf(absl::string_view pem) {
  return OpensslPtr<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// Instead of the terminal, which OpenSSL would ask for a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

// Whether the last reading ended because there was nothing left.
bool AtEnd() {
  const auto error = ERR_peek_last_error();
  ERR_clear_error();
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

// Everything of one kind; `read` is OpenSSL's function for it.
template <class T>
absl::StatusOr<std::vector<OpensslPtr<T>>> AllOf(absl::string_view pem,
                                                 T* (*read)(BIO*, T**, pem_password_cb*, void*),
                                                 absl::string_view none) {
  const OpensslPtr<BIO> bio = BioOf(pem);
  ERR_clear_error();
  std::vector<OpensslPtr<T>> found;
  while (T* next = read(bio.get(), nullptr, &NoPassphrase, nullptr)) found.emplace_back(next);
  if (!AtEnd()) return absl::InvalidArgumentError("is damaged, or was not written to its end");
  if (found.empty()) return absl::InvalidArgumentError(none);
  return found;
}

}  // namespace

absl::StatusOr<std::vector<OpensslPtr<X509>>> CertificatesOf(absl::string_view pem) {
  return AllOf<X509>(pem, &PEM_read_bio_X509, "has no certificate in PEM");
}

absl::StatusOr<std::vector<OpensslPtr<X509_CRL>>> RevocationListsOf(absl::string_view pem) {
  return AllOf<X509_CRL>(pem, &PEM_read_bio_X509_CRL, "has no revocation list in PEM");
}

absl::StatusOr<OpensslPtr<EVP_PKEY>> KeyOf(absl::string_view pem) {
  const OpensslPtr<BIO> bio = BioOf(pem);
  ERR_clear_error();
  OpensslPtr<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr) {
    return absl::InvalidArgumentError("has no private key in PEM that is without a passphrase");
  }
  return key;
}

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfiniteFuture();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

}  // namespace lotse::ops
