#include "runtime/ops/peers.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/type/v1alpha/change_service.grpc.pb.h"

namespace lotse::ops {
namespace {

// The feed of a peer without changes.
struct Feed final : type::v1alpha::ChangeService::Service {
  grpc::Status ListChanges(grpc::ServerContext*, const type::v1alpha::ListChangesRequest*,
                           type::v1alpha::ListChangesResponse*) override {
    return grpc::Status::OK;
  }
};

class PeersTest : public ::testing::Test {
 protected:
  PeersTest() {
    StartPeer();
    const auto transport = PeerTransport::Start({}, nullptr, nullptr);
    EXPECT_TRUE(transport.ok()) << transport.status();
    channel_ = (*transport)->Connect(absl::StrCat("127.0.0.1:", port_));
  }

  // Always on the same port.
  void StartPeer() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(absl::StrCat("127.0.0.1:", port_), grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&feed_);
    peer_ = builder.BuildAndStart();
    ASSERT_NE(peer_, nullptr);
  }
  void StopPeer() {
    peer_->Shutdown(std::chrono::system_clock::now());
    peer_.reset();
  }

  Feed feed_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> peer_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(PeersTest, APeerThatIsBackAnswersAtOnce) {
  const auto ask = FeedSource(channel_, absl::Seconds(60));
  EXPECT_TRUE(ask({}).ok());
  StopPeer();
  // By then the channel makes its longest pauses.
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ask({}).status().code(), absl::StatusCode::kUnavailable);
  }
  StartPeer();
  EXPECT_EQ(ask({}).status(), absl::OkStatus());
}

}  // namespace
}  // namespace lotse::ops
