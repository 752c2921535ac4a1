#pragma once

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_context.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/ops/config.pb.h"
#include "runtime/ops/log.h"
#include "runtime/ops/tls_watch.h"

// How a daemon is reached: its addresses, and TLS on them.
namespace lotse::ops {

// True if `address` is HOST:PORT with a loopback host and a port of 0 to 65535.
bool IsLoopback(const std::string& address);

// True if `address` is HOST:PORT with any host and a port of 0 to 65535.
bool IsAddress(const std::string& address);

// What is wrong with addresses and TLS, in one line that names the setting; reads the
// files. Only with TLS and authentication may `listen` be another than a loopback
// address; `management_listen` never may.
absl::Status CheckTransport(const ServerConfig& config);

// Whether the API is under TLS.
bool HasTls(const ServerConfig& config);

// What protects the API, for a person.
std::string TransportNote(const ServerConfig& config);

// The credentials of a server, and what keeps them up to date. Lives as long as the
// server.
class ServerTransport {
 public:
  // The files may have changed since CheckTransport; the errors are the same.
  static absl::StatusOr<ServerTransport> Start(const ServerConfig& config,
                                               prometheus::Registry* registry, Log* log);

  std::shared_ptr<grpc::ServerCredentials> credentials() const { return credentials_; }

 private:
  ServerTransport() = default;

  std::unique_ptr<TlsWatch> watch_;
  std::shared_ptr<grpc::ServerCredentials> credentials_;
};

// Whom the client certificate of a call is for: its DNS names and URIs
// (subjectAltName), as they stand in it. Empty without TLS and without a certificate;
// one that is not believed does not get as far as a call.
std::vector<std::string> PeerNames(const grpc::ServerContextBase& context);

}  // namespace lotse::ops
