#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "runtime/rpc/rpc_test_service.grpc.pb.h"
#include "runtime/rpc/shell_testing.h"

namespace lotse::rpc {
namespace {

using test::Reply;
using test::RpcTestService;
using test::UploadRequest;
using test::WatchRequest;

// Sends three messages and then waits to be told to end.
class Watch final : public grpc::ServerWriteReactor<Reply>,
                    public std::enable_shared_from_this<Watch> {
 public:
  explicit Watch(std::shared_ptr<Call> call) : call_(std::move(call)) {}

  void Start(Shell* shell) {
    self_ = shared_from_this();
    absl::Status status = call_->Authorize("");
    if (status.ok()) {
      status = shell->Open(*call_, [weak = weak_from_this()](absl::Status end) {
        if (const auto self = weak.lock()) self->End(std::move(end));
      });
    }
    status.ok() ? StartWrite(&reply_) : End(status);
  }

 private:
  void OnWriteDone(bool ok) override {
    call_->Sent();
    if (++sent_ < 3) StartWrite(&reply_);
  }
  void OnCancel() override { End(Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "left")); }
  void OnDone() override { self_.reset(); }
  void End(absl::Status status) {
    if (!ended_.exchange(true)) Finish(call_->End(std::move(status)));
  }

  const std::shared_ptr<Call> call_;
  std::shared_ptr<Watch> self_;
  Reply reply_;
  int sent_ = 0;
  std::atomic<bool> ended_ = false;
};

// Counts messages until the caller has sent all.
class Upload final : public grpc::ServerReadReactor<UploadRequest> {
 public:
  explicit Upload(std::shared_ptr<Call> call) : call_(std::move(call)) { StartRead(&request_); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(call_->End(absl::OkStatus()));
    call_->Received();
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

  const std::shared_ptr<Call> call_;
  UploadRequest request_;
};

class Service final : public RpcTestService::CallbackService {
 public:
  grpc::ServerWriteReactor<Reply>* Watch(grpc::CallbackServerContext* context,
                                         const WatchRequest* request) override {
    auto watch =
        std::make_shared<rpc::Watch>(shell->BeginStream(context, WatchRequest::descriptor()));
    watch->Start(shell);
    return watch.get();
  }
  grpc::ServerReadReactor<UploadRequest>* Upload(grpc::CallbackServerContext* context,
                                                 Reply* reply) override {
    return new rpc::Upload(shell->BeginStream(context, UploadRequest::descriptor()));
  }

  Shell* shell = nullptr;
};

class StreamTest : public ShellFixture {
 protected:
  ~StreamTest() override { End(); }  // Streams are open until then, and use service_.

  void Start() { Serve(&service_); }

  Service service_;
};

TEST_F(StreamTest, MessagesOfStreamsAreCounted) {
  Start();
  {
    grpc::ClientContext context;
    Reply reply;
    auto writer = stub_->Upload(&context, &reply);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(writer->Write(UploadRequest()));
    writer->WritesDone();
    EXPECT_TRUE(writer->Finish().ok());
  }
  grpc::ClientContext context;
  auto reader = stub_->Watch(&context, WatchRequest());
  Reply reply;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(reader->Read(&reply));
  shell_->Stop();
  EXPECT_FALSE(reader->Read(&reply));
  const absl::Status status = FromGrpcStatus(reader->Finish());
  EXPECT_EQ(ReasonOf(status), type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
  EXPECT_THAT(Logged(), ::testing::HasSubstr(R"("request":"lotse.rpc.test.WatchRequest",)"
                                             R"("code":"UNAVAILABLE","reason":"SHUTTING_DOWN")"));
  EXPECT_EQ(Metric("msg_received_total", "Upload"), 4);
  EXPECT_EQ(Metric("msg_sent_total", "Upload"), 1);
  EXPECT_EQ(Metric("handled_total", "Upload", "OK"), 1);
  EXPECT_EQ(Metric("msg_received_total", "Watch"), 1);
  EXPECT_EQ(Metric("msg_sent_total", "Watch"), 3);
  EXPECT_EQ(Metric("handled_total", "Watch", "Unavailable"), 1);
}

TEST_F(StreamTest, AStopWaitsUntilCallsAreOverButNotForEver) {
  Start();
  grpc::ClientContext context;
  Reply reply;
  const auto writer = stub_->Upload(&context, &reply);
  EXPECT_TRUE(writer->Write(UploadRequest()));
  while (Metric("msg_received_total", "Upload") < 1) absl::SleepFor(absl::Milliseconds(1));
  shell_->Stop();
  const absl::Time until = absl::Now() + absl::Milliseconds(20);
  shell_->AwaitCalls(until);
  EXPECT_GE(absl::Now(), until);
  std::thread caller([&] {
    writer->WritesDone();
    EXPECT_TRUE(writer->Finish().ok());
  });
  shell_->AwaitCalls(absl::InfiniteFuture());
  EXPECT_EQ(Metric("handled_total", "Upload", "OK"), 1);
  caller.join();
}

TEST_F(StreamTest, StreamsHaveALimitAndAPermission) {
  options_.max_streams = 1;
  auth::Role role = type::v1alpha::ROLE_AUDITOR;
  options_.identify = [&](const grpc::CallbackServerContext&) {
    return Caller{"ada", {}, std::make_shared<auth::Access>(std::vector{auth::Right{"", role}})};
  };
  Start();
  const auto refusal = [&] {
    grpc::ClientContext context;
    return FromGrpcStatus(stub_->Watch(&context, WatchRequest())->Finish());
  };
  Reply reply;
  for (int i = 0; i < 3; ++i) {
    grpc::ClientContext context;
    const auto stream = stub_->Watch(&context, WatchRequest());
    ASSERT_TRUE(stream->Read(&reply)) << "its place is not free again, round " << i;
    const absl::Status second = refusal();
    EXPECT_EQ(ReasonOf(second), type::v1alpha::ERROR_REASON_OVERLOADED);
    EXPECT_TRUE(second.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
    context.TryCancel();
    // The server hears of it some time later.
    const double ended = i + 1;
    while (Metric("handled_total", "Watch", "DeadlineExceeded") < ended) {
      absl::SleepFor(absl::Milliseconds(1));
    }
  }
  role = type::v1alpha::ROLE_RESPONDENT;
  EXPECT_EQ(ReasonOf(refusal()), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
}

}  // namespace
}  // namespace lotse::rpc
