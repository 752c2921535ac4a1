#include "runtime/ops/transport.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/ops/authentication.h"
#include "runtime/ops/client_verifier.h"
#include "runtime/types/loopback.h"

namespace lotse::ops {
namespace {

namespace tls = grpc::experimental;

TlsFiles FilesOf(const ServerConfig& config) {
  const TlsConfig& tls = config.tls();
  return {{"tls_certificate", tls.tls_certificate()},
          {"tls_key", tls.tls_key()},
          {"tls_client_ca", tls.tls_client_ca()},
          {"tls_client_crl", tls.tls_client_crl()}};
}

// Whether the connection is one of TLS, which gRPC says in a property of its own.
bool IsTls(const grpc::AuthContext& peer) {
  const auto types = peer.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  return types.size() == 1 && (types[0] == GRPC_TLS_TRANSPORT_SECURITY_TYPE ||
                               types[0] == GRPC_SSL_TRANSPORT_SECURITY_TYPE);
}

absl::Status CheckListen(const ServerConfig& config) {
  if (IsLoopback(config.listen())) return absl::OkStatus();
  const bool any_host = HasTls(config) && HasAuthentication(config.auth());
  if (any_host && IsAddress(config.listen())) return absl::OkStatus();
  if (any_host) {
    return absl::InvalidArgumentError(
        absl::StrCat("listen: ", config.listen(), " is not HOST:PORT with a port of 0 to 65535"));
  }
  const char* missing = HasTls(config) ? "authentication (auth_issuer)"
                        : HasAuthentication(config.auth())
                            ? "TLS (tls_certificate)"
                            : "TLS (tls_certificate) and authentication "
                              "(auth_issuer)";
  return absl::InvalidArgumentError(absl::StrCat(
      "listen: ", config.listen(), " is not a loopback address with a port of 0 to 65535; without ",
      missing, " only loopback is served, for example 127.0.0.1:7401"));
}

absl::Status CheckManagementListen(const ServerConfig& config) {
  const bool is_v6 = absl::StartsWith(config.management_listen(), "[");
  if (IsLoopback(config.management_listen()) && is_v6) {
    // So is the library of Debian built.
    return absl::InvalidArgumentError(
        absl::StrCat("management_listen: ", config.management_listen(),
                     " is an address of IPv6, which the web server of this port does not have; "
                     "give, for example, 127.0.0.1:7411"));
  }
  if (IsLoopback(config.management_listen())) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("management_listen: ", config.management_listen(),
                   " is not a loopback address with a port of 0 to 65535; it has neither TLS nor "
                   "authentication, so only loopback is served, for example 127.0.0.1:7411"));
}

absl::Status CheckFiles(const ServerConfig& config) {
  TlsFiles files = FilesOf(config);
  if (absl::Status s = CheckTlsSettings(files); !s.ok()) return s;
  if (!HasTls(config) && !files.ca.path.empty()) {
    return absl::InvalidArgumentError("tls_certificate: missing; tls_client_ca needs it");
  }
  const absl::StatusOr<TlsTexts> texts = ReadTlsFiles(files);
  if (!texts.ok()) return texts.status();
  return CheckTls(files, *texts, absl::Now()).status();
}

// The part behind the last colon as a port, and whether there is one.
bool HasPort(const std::string& address, std::string* host) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return false;
  *host = address.substr(0, colon);
  const std::string port = address.substr(colon + 1);
  int number = 0;
  return !port.empty() && port.find_first_not_of("0123456789") == std::string::npos &&
         absl::SimpleAtoi(port, &number) && number <= 65535;
}

}  // namespace

bool IsLoopback(const std::string& address) {
  std::string host;
  return HasPort(address, &host) && types::IsLoopbackHost(host);
}

bool IsAddress(const std::string& address) {
  std::string host;
  if (!HasPort(address, &host) || host.empty()) return false;
  // An address of IPv6 has colons of its own, and so stands in brackets.
  return !absl::StrContains(host, ":") || (host.front() == '[' && host.back() == ']');
}

absl::Status CheckTransport(const ServerConfig& config) {
  for (const absl::Status& s :
       {CheckListen(config), CheckManagementListen(config), CheckFiles(config)}) {
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

bool HasTls(const ServerConfig& config) { return !config.tls().tls_certificate().empty(); }

std::string TransportNote(const ServerConfig& config) {
  const bool tls = HasTls(config);
  const bool authentication = HasAuthentication(config.auth());
  const char* certificates =
      config.tls().tls_client_ca().empty() ? "" : " with client certificates";
  return absl::StrCat(tls ? "TLS" : "no TLS", certificates, ", ",
                      authentication ? "authentication" : "no authentication",
                      tls && authentication ? "" : ": loopback only",
                      config.edge_socket().empty() ? "" : "; a socket for the edge, without TLS");
}

absl::StatusOr<ServerTransport> ServerTransport::Start(const ServerConfig& config,
                                                       prometheus::Registry* registry, Log* log) {
  ServerTransport transport;
  if (!HasTls(config)) {
    transport.credentials_ = grpc::InsecureServerCredentials();
    return transport;
  }
  absl::StatusOr<std::unique_ptr<TlsWatch>> watch = TlsWatch::Start(FilesOf(config), registry, log);
  if (!watch.ok()) return watch.status();
  transport.watch_ = *std::move(watch);
  // gRPC asks for TLS 1.2 or later by itself.
  tls::TlsServerCredentialsOptions options(transport.watch_->provider());
  options.watch_identity_key_cert_pairs();
  if (!config.tls().tls_client_ca().empty()) {
    options.watch_root_certs();
    // Verified if there is one, and not demanded: people come with tokens.
    options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
#ifndef __clang_analyzer__  // It does not see that gRPC deletes the verifier.
    options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<ClientVerifier>(
        transport.watch_->authorities(), log));
#endif
    // That is for clients, which know by which name they call.
    options.set_check_call_host(false);
  }
  transport.credentials_ = tls::TlsServerCredentials(options);
  return transport;
}

std::vector<std::string> PeerNames(const grpc::ServerContextBase& context) {
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  std::vector<std::string> names;
  if (peer == nullptr || !peer->IsPeerAuthenticated() || !IsTls(*peer)) return names;
  for (const char* property : {GRPC_PEER_DNS_PROPERTY_NAME, GRPC_PEER_URI_PROPERTY_NAME}) {
    for (const grpc::string_ref& name : peer->FindPropertyValues(property)) {
      names.emplace_back(name.data(), name.size());
    }
  }
  return names;
}

}  // namespace lotse::ops
