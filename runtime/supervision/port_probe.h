#pragma once

#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lotse::supervision {

// Where a daemon reaches the port that it listens on itself: `listen` is HOST:PORT, of which the
// host counts, and `port` the one that was taken. A host that stands for all addresses is reached
// on loopback.
std::string OwnAddress(absl::string_view listen, int port);

// Asks the API port of a daemon whether anybody answers: over a new connection each time, since
// a listener may be dead while connections that it took before go on.
class PortProbe {
 public:
  // `address` is HOST:PORT, or unix:PATH of a socket. With `tls` the connection is under TLS; whose
  // certificate that is, nobody looks at, and nothing that is secret is sent.
  PortProbe(std::string address, bool tls);

  // OK if the health service of gRPC answers within `patience`; else what came instead.
  absl::Status Ask(absl::Duration patience) const;

 private:
  const std::string address_;
  const std::shared_ptr<grpc::ChannelCredentials> credentials_;
};

}  // namespace lotse::supervision
