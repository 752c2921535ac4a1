#include "runtime/ops/peers.h"

#include <grpcpp/create_channel.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/type/v1alpha/change_service.grpc.pb.h"
#include "runtime/ops/authentication.h"
#include "runtime/ops/transport.h"
#include "runtime/rpc/grpc_status.h"

namespace lotse::ops {
namespace {

constexpr int kMaxReconnectMs = 1000;
// Between two tries to connect every call fails, also when the peer is back. So a call is made
// again for 1.3 to 1.9 s: longer than that pause, shorter than any limit. Reading twice is no harm.
constexpr char kAskAgain[] = R"({"methodConfig": [{"name": [{}], "retryPolicy": {
    "maxAttempts": 4, "initialBackoff": "0.4s", "maxBackoff": "0.6s", "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE"]}}]})";
constexpr int kMaxAnswerBytes = 64 << 20;
constexpr int kLeastAge = 10;
constexpr int kMostAge = 365 * 24 * 60 * 60;
constexpr absl::Duration kGrantsLimit = absl::Seconds(2);

TlsFiles FilesOf(const PeerConfig& config) {
  return {{"peer_tls_certificate", config.peer_tls_certificate()},
          {"peer_tls_key", config.peer_tls_key()},
          {"peer_tls_ca", config.peer_tls_ca()},
          {}};
}

}  // namespace

PeerConfig DefaultPeerConfig() {
  PeerConfig config;
  config.set_engagement_address("127.0.0.1:7401");
  config.set_grants_max_age_seconds(24 * 60 * 60);
  return config;
}

absl::Status CheckPeers(const PeerConfig& config) {
  const int age = config.grants_max_age_seconds();
  if (age != 0 && (age < kLeastAge || age > kMostAge)) {
    return absl::InvalidArgumentError(
        "grants_max_age_seconds: out of range; give 10 to 31536000, or 0 for no end");
  }
  if (absl::Status s = CheckPeerAddress(config, "engagement_address", config.engagement_address());
      !s.ok()) {
    return s;
  }
  const TlsFiles files = FilesOf(config);
  if (absl::Status s = CheckTlsSettings(files); !s.ok()) return s;
  if (files.ca.path.empty() && !files.certificate.path.empty()) {
    return absl::InvalidArgumentError("peer_tls_ca: missing; peer_tls_certificate needs it");
  }
  const absl::StatusOr<TlsTexts> texts = ReadTlsFiles(files);
  if (!texts.ok()) return texts.status();
  return CheckTls(files, *texts, absl::Now()).status();
}

absl::Status CheckPeerAddress(const PeerConfig& config, absl::string_view setting,
                              const std::string& address) {
  const bool tls = !config.peer_tls_ca().empty();
  if (tls && !IsAddress(address)) {
    return absl::InvalidArgumentError(absl::StrCat(setting, ": ", address, " is not HOST:PORT"));
  }
  if (!tls && !IsLoopback(address)) {
    return absl::InvalidArgumentError(absl::StrCat(
        setting, ": ", address,
        " is not a loopback address with a port; without TLS (peer_tls_ca) only loopback is "
        "asked, for example 127.0.0.1:7401"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<PeerTransport>> PeerTransport::Start(const PeerConfig& config,
                                                                    prometheus::Registry* registry,
                                                                    Log* log) {
  std::unique_ptr<PeerTransport> transport(new PeerTransport());
  transport->credentials_ = grpc::InsecureChannelCredentials();
  if (config.peer_tls_ca().empty()) return transport;
  auto watch = TlsWatch::Start(FilesOf(config), registry, log);
  if (!watch.ok()) return watch.status();
  transport->watch_ = *std::move(watch);
  transport->use_ = {true, !config.peer_tls_certificate().empty()};
  transport->credentials_ =
      ClientCredentials(transport->watch_->provider(), transport->use_.certificate);
  return transport;
}

std::shared_ptr<grpc::Channel> PeerTransport::Connect(const std::string& address) const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  arguments.SetServiceConfigJSON(kAskAgain);
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  // Whoever runs a proxy that the environment names could answer in the place of a peer.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, credentials_, arguments);
}

auth::GrantFollower::Source FeedSource(std::shared_ptr<grpc::Channel> service,
                                       absl::Duration limit) {
  return [channel = std::move(service), limit](const type::v1alpha::ListChangesRequest& request)
             -> absl::StatusOr<type::v1alpha::ListChangesResponse> {
    type::v1alpha::ChangeService::Stub stub(channel);
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + limit));
    type::v1alpha::ListChangesResponse response;
    const grpc::Status status = stub.ListChanges(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  };
}

std::unique_ptr<auth::GrantFollower> FollowGrants(const ServerConfig& server,
                                                  const PeerConfig& peers,
                                                  const PeerTransport& transport,
                                                  const Process& process) {
  if (!HasAuthentication(server.auth())) return nullptr;
  auto follower = std::make_unique<auth::GrantFollower>(
      absl::StrCat(server.data_dir(), "/grants.pb"), process.book,
      FeedSource(transport.Connect(peers.engagement_address()), kGrantsLimit), process.log,
      process.registry,
      peers.grants_max_age_seconds() == 0 ? absl::InfiniteDuration()
                                          : absl::Seconds(peers.grants_max_age_seconds()));
  follower->Start();
  return follower;
}

}  // namespace lotse::ops
