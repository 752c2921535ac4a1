#pragma once

#include <grpcpp/security/tls_certificate_verifier.h>
#include <openssl/x509.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "runtime/ops/log.h"
#include "runtime/ops/pem.h"

namespace lotse::ops {

// The authorities whose client certificates are believed, with their revocation
// lists. One that another of them has signed is believed through that one only: it can
// be revoked, although it is named itself. Thread-safe.
class TrustedAuthorities {
 public:
  // Takes both, in PEM, in the place of those before; without lists, nothing is
  // looked up. An error leaves all as it was.
  absl::Status Set(absl::string_view ca, absl::string_view crl);

  // Whether a client certificate is to be believed at `now`; `chain` are those between
  // it and its authority, and may be empty. With lists, each authority of the chain
  // needs one that holds at `now`: what cannot be looked up counts as revoked.
  absl::Status Check(absl::string_view certificate, absl::string_view chain, absl::Time now) const;

 private:
  struct Belief {
    OpensslPtr<X509_STORE> store;         // On which chains end, and the lists.
    std::vector<OpensslPtr<X509>> below;  // Those that another one has signed.
  };

  mutable absl::Mutex mutex_;
  std::shared_ptr<const Belief> belief_ ABSL_GUARDED_BY(mutex_);
};

// Looks at the certificate of each connection, also where OpenSSL took an old session
// up again and did not. A client without a certificate is let in: it comes with a
// token, or is refused by what it calls. What is refused here leaves a line in the log.
//
// gRPC 1.51 can look up lists by itself (set_crl_directory), but only in a folder with
// hashed names, of which it takes no list for wrong that is missing or has changed.
class ClientVerifier : public grpc::experimental::ExternalCertificateVerifier {
 public:
  // `log` outlives the connections.
  ClientVerifier(std::shared_ptr<const TrustedAuthorities> authorities, Log* log);

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> callback, grpc::Status* status) override;
  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::shared_ptr<const TrustedAuthorities> authorities_;
  Log* const log_;
};

}  // namespace lotse::ops
