#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// Certificates, keys and revocation lists in PEM, as OpenSSL knows them.
namespace lotse::ops {

struct OpensslDelete {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_CRL* list) const { X509_CRL_free(list); }
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
template <class T>
using OpensslPtr = std::unique_ptr<T, OpensslDelete>;

// All certificates of a text, in order; what is none is stepped over. An error if
// there is none, or if one cannot be read: then all of them count for nothing.
absl::StatusOr<std::vector<OpensslPtr<X509>>> CertificatesOf(absl::string_view pem);

// The same of revocation lists.
absl::StatusOr<std::vector<OpensslPtr<X509_CRL>>> RevocationListsOf(absl::string_view pem);

// The first private key. An error if there is none, or if it has a passphrase:
// nobody is there to be asked for it.
absl::StatusOr<OpensslPtr<EVP_PKEY>> KeyOf(absl::string_view pem);

// A time of a certificate or a list; the infinite future for one that cannot be
// read, or is null.
absl::Time TimeOf(const ASN1_TIME* time);

}  // namespace lotse::ops
