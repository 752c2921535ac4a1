#include "runtime/ops/client_verifier.h"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace lotse::ops {
namespace {

absl::string_view ViewOf(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// Goes on where OpenSSL finds no list that could revoke the authority on which a chain
// ends. That one is believed because it was named and nobody above it was, so nobody is
// asked; OpenSSL does ask if it is no root. A list without the id of its key it takes for
// one of that authority itself, and finds another's signature.
int GoOnAtTheEnd(int is_right, X509_STORE_CTX* context) {
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
  const int end = sk_X509_num(chain) - 1;
  if (is_right != 0 || end == 0 || X509_STORE_CTX_get_error_depth(context) != end) return is_right;
  const int error = X509_STORE_CTX_get_error(context);
  const bool is_root = X509_self_signed(sk_X509_value(chain, end), /*verify_signature=*/0) == 1;
  if (error != X509_V_ERR_UNABLE_TO_GET_CRL &&
      (is_root || error != X509_V_ERR_CRL_SIGNATURE_FAILURE)) {
    return is_right;
  }
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

// Whether one of `issuers` has signed the certificate; a root's own signature aside.
bool IsSignedByAnother(X509* certificate, const std::vector<OpensslPtr<X509>>& issuers) {
  if (X509_self_signed(certificate, /*verify_signature=*/0) == 1) return false;
  return std::any_of(issuers.begin(), issuers.end(), [&](const OpensslPtr<X509>& issuer) {
    return issuer.get() != certificate &&
           X509_check_issued(issuer.get(), certificate) == X509_V_OK &&
           X509_verify(certificate, X509_get0_pubkey(issuer.get())) == 1;
  });
}

}  // namespace

absl::Status TrustedAuthorities::Set(absl::string_view ca, absl::string_view crl) {
  const auto authorities = CertificatesOf(ca);
  if (!authorities.ok()) return authorities.status();
  auto belief = std::make_shared<Belief>();
  X509_STORE* const store = X509_STORE_new();
  belief->store.reset(store);
  // OpenSSL ends a chain on the first authority of its store, and asks nobody above.
  for (const auto& one : *authorities) {
    if (IsSignedByAnother(one.get(), *authorities)) {
      X509_up_ref(one.get());
      belief->below.emplace_back(one.get());
    } else {
      X509_STORE_add_cert(store, one.get());
    }
  }
  // As gRPC does: an authority that is no root may be the one that is believed.
  uint64_t flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST;
  if (!crl.empty()) {
    const auto lists = RevocationListsOf(crl);
    if (!lists.ok()) return lists.status();
    for (const auto& list : *lists) X509_STORE_add_crl(store, list.get());
    flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
  }
  X509_STORE_set_flags(store, flags);
  absl::MutexLock lock(&mutex_);
  belief_ = std::move(belief);
  return absl::OkStatus();
}

absl::Status TrustedAuthorities::Check(absl::string_view certificate, absl::string_view chain,
                                       absl::Time now) const {
  std::shared_ptr<const Belief> belief;
  {
    absl::MutexLock lock(&mutex_);
    belief = belief_;
  }
  if (belief == nullptr) return absl::UnauthenticatedError("no authority is believed");
  const auto leaf = CertificatesOf(certificate);
  if (!leaf.ok()) return absl::UnauthenticatedError(leaf.status().message());
  const auto between = CertificatesOf(chain);
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> untrusted(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  for (const auto& one : belief->below) sk_X509_push(untrusted.get(), one.get());
  if (between.ok()) {
    for (const auto& one : *between) sk_X509_push(untrusted.get(), one.get());
  }
  const OpensslPtr<X509_STORE_CTX> context(X509_STORE_CTX_new());
  if (X509_STORE_CTX_init(context.get(), belief->store.get(), leaf->front().get(),
                          untrusted.get()) != 1) {
    return absl::InternalError("OpenSSL has no memory left");
  }
  X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT);
  X509_STORE_CTX_set_verify_cb(context.get(), &GoOnAtTheEnd);
  X509_STORE_CTX_set_time(context.get(), 0, absl::ToTimeT(now));
  if (X509_verify_cert(context.get()) == 1) return absl::OkStatus();
  const int error = X509_STORE_CTX_get_error(context.get());
  return absl::UnauthenticatedError(
      absl::StrCat("client certificate: ", X509_verify_cert_error_string(error)));
}

ClientVerifier::ClientVerifier(std::shared_ptr<const TrustedAuthorities> authorities, Log* log)
    : authorities_(std::move(authorities)), log_(log) {}

bool ClientVerifier::Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
                            std::function<void(grpc::Status)> /*callback*/, grpc::Status* status) {
  const absl::string_view certificate = ViewOf(request->peer_cert());
  if (certificate.empty()) return true;
  const absl::Status checked =
      authorities_->Check(certificate, ViewOf(request->peer_cert_full_chain()), absl::Now());
  if (!checked.ok()) {
    const std::vector<grpc::string_ref> names = request->dns_names();
    log_->Warning("client_refused",
                  {{"client", names.empty() ? "" : std::string(ViewOf(names.front()))},
                   {"what", std::string(checked.message())}});
    *status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, std::string(checked.message()));
  }
  return true;
}

}  // namespace lotse::ops
