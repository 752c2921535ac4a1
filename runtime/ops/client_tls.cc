#include "runtime/ops/client_tls.h"

#include <grpcpp/security/tls_credentials_options.h>

#include <utility>
#include <vector>

#include "absl/strings/match.h"

namespace lotse::ops {

namespace tls = grpc::experimental;

std::shared_ptr<grpc::ChannelCredentials> ClientCredentials(
    std::shared_ptr<tls::CertificateProviderInterface> provider, bool shows_certificate) {
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(std::move(provider));
  options.watch_root_certs();
  if (shows_certificate) options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(std::make_shared<tls::HostNameCertificateVerifier>());
  return tls::TlsCredentials(options);
}

std::shared_ptr<tls::CertificateProviderInterface> FixedProvider(const TlsTexts& texts) {
  std::vector<tls::IdentityKeyCertPair> pairs;
  if (!texts.certificate.empty()) pairs.push_back({texts.key, texts.certificate});
  return std::make_shared<tls::StaticDataCertificateProvider>(texts.ca, pairs);
}

std::string TlsAdvice(absl::string_view message, const TlsUse& use) {
  const bool closed = absl::StrContains(message, "Socket closed") ||
                      absl::StrContains(message, "Connection reset") ||
                      absl::StrContains(message, "Broken pipe") ||
                      absl::StrContains(message, "GOAWAY");
  if (!use.tls) {
    return closed ? "if the service serves TLS, name its authority" : "";
  }
  if (absl::StrContains(message, "ostname Verification")) {
    return "the certificate of the service is for another host; its subjectAltName has to have "
           "the host of the address";
  }
  if (absl::StrContains(message, "certificate verify failed")) {
    return "the certificate of the service is not of the given authority, or has expired";
  }
  if (absl::StrContains(message, "WRONG_VERSION") || absl::StrContains(message, "wrong version")) {
    return "the service does not serve TLS at this address";
  }
  if (use.certificate && (closed || absl::StrContains(message, "alert"))) {
    return "the service may not believe the client certificate; check its authority, its dates, "
           "and whether it was revoked";
  }
  if (closed || absl::StrContains(message, "andshake")) {
    return "check whether the service serves TLS at this address";
  }
  return "";
}

}  // namespace lotse::ops
