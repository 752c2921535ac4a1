#include "runtime/ops/transport.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "runtime/ops/client_tls.h"
#include "runtime/ops/peers.h"
#include "runtime/ops/tls_testing.h"
#include "runtime/rpc/rpc_test_service.grpc.pb.h"

namespace lotse::ops {
namespace {

using ::testing::HasSubstr;

TEST(AddressTest, ToldApart) {
  for (const char* address : {"127.0.0.1:0", "127.1.2.3:7401", "localhost:65535", "[::1]:7401"}) {
    EXPECT_TRUE(IsLoopback(address) && IsAddress(address)) << address;
  }
  for (const char* address : {"0.0.0.0:7401", "[::]:1", "example.org:443"}) {
    EXPECT_TRUE(!IsLoopback(address) && IsAddress(address)) << address;
  }
  for (const char* address : {"", "host", ":1", "host:", "host:65536", "host:x", "::1:7401",
                              "[::1]", "[::1]:", "[::1]:65536"}) {
    EXPECT_FALSE(IsLoopback(address) || IsAddress(address)) << address;
  }
}

class TransportTest : public ::testing::Test {
 protected:
  TransportTest() {
    const Identity server = MakeServer(authority_);
    folder_.Write("ca.pem", authority_.certificate);
    folder_.Write("server.pem", server.certificate);
    folder_.Write("server.key", server.key);
    config_.set_listen("127.0.0.1:0");
    config_.set_management_listen("127.0.0.1:0");
  }

  void SetTls() {
    config_.mutable_tls()->set_tls_certificate(folder_.Path("server.pem"));
    config_.mutable_tls()->set_tls_key(folder_.Path("server.key"));
  }

  std::string Error() const { return std::string(CheckTransport(config_).message()); }

  const Identity authority_ = MakeTestAuthority();
  const TlsFolder folder_;
  ServerConfig config_;
};

TEST_F(TransportTest, OnlyWithBothAreOtherAddressesServed) {
  EXPECT_EQ(Error(), "");
  EXPECT_EQ(TransportNote(config_), "no TLS, no authentication: loopback only");
  config_.set_listen("0.0.0.0:7401");
  EXPECT_THAT(Error(), HasSubstr("without TLS (tls_certificate) and authentication (auth_issuer)"));
  config_.mutable_auth()->set_auth_issuer("https://issuer.example");
  EXPECT_THAT(Error(), HasSubstr("without TLS (tls_certificate) only"));
  SetTls();
  EXPECT_EQ(Error(), "");
  EXPECT_EQ(TransportNote(config_), "TLS, authentication");
  config_.mutable_tls()->set_tls_client_ca(folder_.Path("ca.pem"));
  EXPECT_EQ(TransportNote(config_), "TLS with client certificates, authentication");
  config_.mutable_auth()->clear_auth_issuer();
  EXPECT_THAT(Error(), HasSubstr("without authentication (auth_issuer) only"));
}

TEST_F(TransportTest, ManagementStaysOnLoopback) {
  SetTls();
  config_.mutable_auth()->set_auth_issuer("https://issuer.example");
  config_.set_management_listen("0.0.0.0:7411");
  EXPECT_THAT(Error(), HasSubstr("management_listen: 0.0.0.0:7411 is not a loopback"));
  config_.set_management_listen("[::1]:7411");
  EXPECT_THAT(Error(), HasSubstr("management_listen: [::1]:7411 is an address of IPv6"));
}

TEST_F(TransportTest, LoopbackIsServedWithoutEither) {
  for (const char* address : {"127.0.0.1:0", "localhost:0", "[::1]:0"}) {
    config_.set_listen(address);
    EXPECT_EQ(Error(), "") << address;
    EXPECT_EQ(CheckPeerAddress({}, "engagement_address", address), absl::OkStatus()) << address;
  }
  for (const char* address : {"[::]:0", "[::2]:0", "127.example:0", "localhost.example:0"}) {
    config_.set_listen(address);
    EXPECT_THAT(Error(), HasSubstr("is not a loopback address")) << address;
    EXPECT_THAT(std::string(CheckPeerAddress({}, "engagement_address", address).message()),
                HasSubstr("engagement_address: "))
        << address;
  }
}

TEST_F(TransportTest, SettingsThatNeedOthers) {
  config_.mutable_tls()->set_tls_client_ca(folder_.Path("ca.pem"));
  EXPECT_THAT(Error(), HasSubstr("tls_certificate: missing; tls_client_ca needs it"));
}

// Answers with the names of the caller.
class Names : public rpc::test::RpcTestService::Service {
  grpc::Status Ask(grpc::ServerContext* context, const rpc::test::AskRequest* request,
                   rpc::test::Reply* reply) override {
    for (const std::string& name : PeerNames(*context)) {
      absl::StrAppend(reply->mutable_text(), name, ";");
    }
    return grpc::Status::OK;
  }
};

// What the service answers to a client with these credentials; the error as text.
std::string AskFor(int port, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  const auto stub = rpc::test::RpcTestService::NewStub(
      grpc::CreateChannel(absl::StrCat("localhost:", port), credentials));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  rpc::test::Reply reply;
  const grpc::Status status = stub->Ask(&context, {}, &reply);
  return status.ok() ? reply.text() : absl::StrCat("error ", status.error_code());
}

TEST_F(TransportTest, NamesOfThePeer) {
  SetTls();
  config_.mutable_tls()->set_tls_client_ca(folder_.Path("ca.pem"));
  prometheus::Registry registry;
  Log log("test", STDERR_FILENO);
  for (const bool with_tls : {true, false}) {
    if (!with_tls) config_.clear_tls();
    auto transport = ServerTransport::Start(config_, &registry, &log);
    ASSERT_TRUE(transport.ok()) << transport.status();
    Names service;
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", transport->credentials(), &port);
    builder.RegisterService(&service);
    const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
    ASSERT_NE(server, nullptr);
    if (!with_tls) {
      EXPECT_EQ(AskFor(port, grpc::InsecureChannelCredentials()), "");
      continue;
    }
    const Identity client = MakeClient(authority_);
    const TlsTexts texts = {client.certificate, client.key, authority_.certificate, ""};
    EXPECT_EQ(AskFor(port, ClientCredentials(FixedProvider(texts), true)),
              "lotse-reporting;spiffe://lotse/reporting;");
    EXPECT_EQ(AskFor(port, ClientCredentials(FixedProvider(texts), false)), "");
    EXPECT_EQ(AskFor(port, grpc::InsecureChannelCredentials()), "error 14");
  }
}

}  // namespace
}  // namespace lotse::ops
