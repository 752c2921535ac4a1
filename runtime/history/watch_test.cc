// The end of streams that stand still, over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "runtime/history/change_service.h"
#include "runtime/resource/kernel.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"

namespace lotse::history {
namespace {

using type::v1alpha::WatchChangesRequest;
using type::v1alpha::WatchChangesResponse;

constexpr char kProject[] = "programmes/p";

class WatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/watchXXXXXX";
    folder_ = mkdtemp(pattern.data());
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
    const auto* service = WatchChangesRequest::descriptor()->file()->service(0);
    auto methods = ops::Methods::Make({service}, {}, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    rpc::Shell::Options options;
    options.domain = "test.lotse";
    options.identify = [this](const grpc::CallbackServerContext&) { return Who(); };
    shell_ = std::make_unique<rpc::Shell>(options, *std::move(methods), &registry_, log_.get());
    const auto* kinds = kerneltest::GetTownRequest::descriptor()->file()->service(0);
    auto kernel = resource::Kernel::Open(folder_ + "/data", "x.db",
                                         {kinds->full_name(), service->full_name()}, shell_.get());
    ASSERT_TRUE(kernel.ok()) << kernel.status();
    kernel_ = *std::move(kernel);
    service_ = std::make_unique<ChangeService>(&kernel_->api, max_standstill_);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    // gRPC takes little ahead of a caller who does not read, as over a slow network.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 16);
    stub_ = type::v1alpha::ChangeService::NewStub(grpc::CreateCustomChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(), arguments));
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
    service_.reset();
    kernel_.reset();
    shell_.reset();
    log_.reset();
    std::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }

  absl::StatusOr<rpc::Caller> Who() {
    absl::MutexLock lock(&mutex_);
    if (!why_not_.ok()) return why_not_;
    return rpc::Caller{"ada", {}, std::make_shared<auth::Access>(std::vector{right_})};
  }
  void Set(auth::Right right, absl::Status why_not = absl::OkStatus()) {
    absl::MutexLock lock(&mutex_);
    right_ = std::move(right);
    why_not_ = std::move(why_not);
  }

  using Stream = std::unique_ptr<grpc::ClientReader<WatchChangesResponse>>;
  // A stream whose first message has come.
  Stream Watch(grpc::ClientContext* context) {
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    WatchChangesRequest request;
    request.set_parent(kProject);
    Stream stream = stub_->WatchChanges(context, request);
    WatchChangesResponse first;
    EXPECT_TRUE(stream->Read(&first));
    return stream;
  }
  // Commits a task of this size.
  void Commit(size_t bytes) {
    kerneltest::Project project;
    project.set_name(kProject);
    project.set_title("P");
    kerneltest::Task task;
    task.set_name(absl::StrCat(kProject, "/tasks/t", commits_++));
    task.set_title("T");
    task.add_steps()->set_title(std::string(bytes, 'x'));
    const absl::Status made =
        kernel_->store->WriteAndWait({"test", "", ""}, [&](resource::Tx& tx) -> absl::Status {
          if (absl::Status s = tx.Create(&project); !s.ok()) return s;
          return tx.Create(&task);
        });
    ASSERT_TRUE(made.ok()) << made;
  }
  // Commits more than gRPC and the connection take of a caller who does not read.
  void CommitMuch() {
    for (int i = 0; i < 16; ++i) Commit(1 << 20);
  }
  // Whether the log says within this time that a stream ended so.
  bool EndsWith(const std::string& reason, absl::Duration within) {
    const absl::Time until = absl::Now() + within;
    do {
      std::string text(1 << 16, '\0');
      text.resize(std::max<ssize_t>(0, pread(fileno(log_file_), text.data(), text.size(), 0)));
      if (absl::StrContains(text, absl::StrCat("\"reason\":\"", reason, "\""))) return true;
      absl::SleepFor(absl::Milliseconds(50));
    } while (absl::Now() < until);
    return false;
  }
  // The reason with which it ends.
  static rpc::ErrorReason End(Stream stream) {
    WatchChangesResponse message;
    EXPECT_FALSE(stream->Read(&message));
    return rpc::ReasonOf(rpc::FromGrpcStatus(stream->Finish()));
  }

  int commits_ = 0;
  absl::Duration max_standstill_ = ChangeService::kMaxStandstill;
  std::string folder_;
  std::FILE* const log_file_ = std::tmpfile();
  prometheus::Registry registry_;
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<rpc::Shell> shell_;
  std::unique_ptr<resource::Kernel> kernel_;
  std::unique_ptr<ChangeService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<type::v1alpha::ChangeService::Stub> stub_;
  absl::Mutex mutex_;
  auth::Right right_ ABSL_GUARDED_BY(mutex_) = {kProject, type::v1alpha::ROLE_AUDITOR};
  absl::Status why_not_ ABSL_GUARDED_BY(mutex_);
};

TEST_F(WatchTest, AStreamThatStandsStillEndsWithTheRightOrTheToken) {
  const auth::Right right = {kProject, type::v1alpha::ROLE_AUDITOR};
  struct Case {
    auth::Right right;
    absl::Status why_not;
    rpc::ErrorReason reason;
  };
  const absl::Status expired = rpc::Error(type::v1alpha::ERROR_REASON_TOKEN_EXPIRED, "it expired");
  for (const Case& c :
       {Case{{"programmes/q", right.role}, {}, type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND},
        Case{{kProject, type::v1alpha::ROLE_RESPONDENT},
             {},
             type::v1alpha::ERROR_REASON_PERMISSION_MISSING},
        Case{right, expired, type::v1alpha::ERROR_REASON_TOKEN_EXPIRED},
        Case{{kProject, right.role, absl::Now() + absl::Seconds(2)},
             {},
             type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND}}) {
    Set(right);
    grpc::ClientContext context;
    Stream stream = Watch(&context);
    Set(c.right, c.why_not);
    const absl::Time begin = absl::Now();
    EXPECT_EQ(End(std::move(stream)), c.reason);
    EXPECT_LT(absl::Now() - begin, absl::Seconds(2) + 3 * ChangeService::kRecheck);
  }
}

TEST_F(WatchTest, WhoHasTheRightGoesOn) {
  grpc::ClientContext context;
  Stream stream = Watch(&context);
  absl::SleepFor(2 * ChangeService::kRecheck + ChangeService::kRecheck / 2);
  kerneltest::Project project;
  project.set_name(kProject);
  project.set_title("P");
  ASSERT_TRUE(
      kernel_->store
          ->WriteAndWait({"test", "", ""}, [&](resource::Tx& tx) { return tx.Create(&project); })
          .ok());
  WatchChangesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.changes(0).resource(), kProject);
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(WatchTest, WhoDoesNotReadIsCutOffWithTheRight) {
  grpc::ClientContext context;
  Stream stream = Watch(&context);
  CommitMuch();
  EXPECT_FALSE(EndsWith("RESOURCE_NOT_FOUND", ChangeService::kRecheck));
  Set({"programmes/q", type::v1alpha::ROLE_AUDITOR});
  EXPECT_TRUE(EndsWith("RESOURCE_NOT_FOUND", absl::Seconds(15)));
}

class StandstillTest : public WatchTest {
 protected:
  StandstillTest() { max_standstill_ = absl::Milliseconds(1500); }
};

TEST_F(StandstillTest, WhoDoesNotReadIsCutOff) {
  grpc::ClientContext context;
  Stream stream = Watch(&context);
  CommitMuch();
  EXPECT_TRUE(EndsWith("CALLER_GONE", absl::Seconds(15)));
}

TEST_F(StandstillTest, WhoHasNothingToReadStays) {
  grpc::ClientContext context;
  Stream stream = Watch(&context);
  EXPECT_FALSE(EndsWith("CALLER_GONE", 2 * max_standstill_));
  Commit(1);
  WatchChangesResponse message;
  EXPECT_TRUE(stream->Read(&message));
  context.TryCancel();
}

}  // namespace
}  // namespace lotse::history
