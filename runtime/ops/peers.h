#pragma once

#include <grpcpp/channel.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "runtime/auth/grant_follower.h"
#include "runtime/ops/client_tls.h"
#include "runtime/ops/config.pb.h"
#include "runtime/ops/daemon.h"
#include "runtime/ops/log.h"
#include "runtime/ops/tls_watch.h"

// How a daemon calls the others.
namespace lotse::ops {

// The settings unless something else is said.
PeerConfig DefaultPeerConfig();

// What is wrong with the settings, in one line that names one; reads the files of TLS.
absl::Status CheckPeers(const PeerConfig& config);

// What is wrong with the address of another service. Without TLS it has to be on
// loopback.
absl::Status CheckPeerAddress(const PeerConfig& config, absl::string_view setting,
                              const std::string& address);

// Makes channels to other services, with TLS whose files are read again when they
// change. Outlives the channels.
class PeerTransport {
 public:
  // The files may have changed since CheckPeers; the errors are the same.
  static absl::StatusOr<std::unique_ptr<PeerTransport>> Start(const PeerConfig& config,
                                                              prometheus::Registry* registry,
                                                              Log* log);

  // A service that comes back answers the first call; one that stays away fails it with UNAVAILABLE
  // within two seconds.
  std::shared_ptr<grpc::Channel> Connect(const std::string& address) const;
  // How it connects; for TlsAdvice.
  TlsUse use() const { return use_; }

 private:
  PeerTransport() = default;

  std::unique_ptr<TlsWatch> watch_;  // Null without TLS.
  TlsUse use_;
  std::shared_ptr<grpc::ChannelCredentials> credentials_;
};

// Asks the feed of a service for a page at a time, within `limit`.
auth::GrantFollower::Source FeedSource(std::shared_ptr<grpc::Channel> service,
                                       absl::Duration limit);

// Follows the grants of lotse-engagement, in a daemon whose callers have to say who they
// are; null in another. The copy is kept in the folder of the store.
std::unique_ptr<auth::GrantFollower> FollowGrants(const ServerConfig& server,
                                                  const PeerConfig& peers,
                                                  const PeerTransport& transport,
                                                  const Process& process);

}  // namespace lotse::ops
