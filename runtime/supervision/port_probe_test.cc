#include "runtime/supervision/port_probe.h"

#include <arpa/inet.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/ops/tls_testing.h"

namespace lotse::supervision {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);
constexpr absl::Duration kShort = absl::Milliseconds(300);

TEST(OwnAddress, IsReachedFromHere) {
  struct Case {
    const char* listen;
    const char* own;
  };
  for (const Case& c : std::vector<Case>{{"127.0.0.1:0", "127.0.0.1:7401"},
                                         {"localhost:7401", "localhost:7401"},
                                         {"0.0.0.0:7401", "127.0.0.1:7401"},
                                         {"[::]:7401", "[::1]:7401"},
                                         {"[2001:db8::1]:0", "[2001:db8::1]:7401"},
                                         {"lotse.example.org:7401", "lotse.example.org:7401"}}) {
    EXPECT_EQ(OwnAddress(c.listen, 7401), c.own) << c.listen;
  }
}

struct Running {
  // As in a daemon, it has callbacks, which gRPC's own threads serve.
  std::unique_ptr<grpc::CallbackGenericService> service;
  std::unique_ptr<grpc::Server> server;
  std::string address;
};

// A server that has nothing but the health service.
Running Serve(const std::shared_ptr<grpc::ServerCredentials>& credentials) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", credentials, &port);
  Running running;
  running.service = std::make_unique<grpc::CallbackGenericService>();
  builder.RegisterCallbackGenericService(running.service.get());
  running.server = builder.BuildAndStart();
  running.address = absl::StrCat("127.0.0.1:", port);
  return running;
}

TEST(PortProbe, HearsAServer) {
  const Running running = Serve(grpc::InsecureServerCredentials());
  const PortProbe probe(running.address, /*tls=*/false);
  EXPECT_TRUE(probe.Ask(kPatience).ok());
  // That it takes no calls any more is an answer as well.
  running.server->GetHealthCheckService()->SetServingStatus(false);
  EXPECT_TRUE(probe.Ask(kPatience).ok());
  running.server->Shutdown(absl::ToChronoTime(absl::Now()));
  running.server->Wait();
  EXPECT_FALSE(probe.Ask(kShort).ok());
}

TEST(PortProbe, HearsAServerUnderTls) {
  const ops::Identity identity = ops::MakeServer(ops::MakeTestAuthority());
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({identity.key, identity.certificate});
  const Running running = Serve(grpc::SslServerCredentials(options));
  const absl::Status answer = PortProbe(running.address, /*tls=*/true).Ask(kPatience);
  EXPECT_TRUE(answer.ok()) << answer;
  EXPECT_FALSE(PortProbe(running.address, /*tls=*/false).Ask(kShort).ok());
}

TEST(PortProbe, HearsNothingWhereTheKernelConnectsAndNobodyAccepts) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 10), 0);
  ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const PortProbe probe(absl::StrCat("127.0.0.1:", ntohs(address.sin_port)), /*tls=*/false);
  const absl::Time begin = absl::Now();
  EXPECT_FALSE(probe.Ask(kShort).ok());
  EXPECT_GE(absl::Now() - begin, kShort);
  close(listener);
}

// The lowest one that is free, once gRPC has closed those of calls that are over: it does so in its
// own time.
int NextDescriptor() {
  int lowest = INT_MAX;
  for (int i = 0; i < 20; ++i) {
    const int next = dup(0);
    close(next);
    if (next < lowest) i = 0;
    lowest = std::min(lowest, next);
    absl::SleepFor(absl::Milliseconds(10));
  }
  return lowest;
}

// What the probe is for: gRPC's listener does not come back once descriptors have run out.
TEST(PortProbe, HearsNothingOfAListenerThatRanOutOfDescriptors) {
  const Running running = Serve(grpc::InsecureServerCredentials());
  const PortProbe probe(running.address, /*tls=*/false);
  ASSERT_TRUE(probe.Ask(kPatience).ok());
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = NextDescriptor();
  // One is left, for the caller; none for the one who accepts.
  const rlimit low = {static_cast<rlim_t>(next) + 1, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_FALSE(probe.Ask(kShort).ok());
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_FALSE(probe.Ask(kShort).ok()) << "the fault is gone: is the probe still needed?";
  running.server->Shutdown(absl::ToChronoTime(absl::Now()));
}

}  // namespace
}  // namespace lotse::supervision
