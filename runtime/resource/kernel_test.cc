#include "runtime/resource/kernel.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <latch>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "lotse/type/v1alpha/blob_service.grpc.pb.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"

namespace lotse::resource {
namespace {

using type::v1alpha::Blob;
using type::v1alpha::BlobService;
using type::v1alpha::GetBlobRequest;

// Reads of one row through the kernel.
class RowService final : public BlobService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetBlob(grpc::CallbackServerContext* context,
                                    const GetBlobRequest* request, Blob* reply) override {
    return kernel->api.Run(context, request, reply);
  }
  std::unique_ptr<Kernel> kernel;
};

class KernelTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/kernelXXXXXX";
    folder_ = mkdtemp(pattern.data());
    log_file_ = std::tmpfile();
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
    service_.kernel.reset();
    shell_.reset();
    log_.reset();
    std::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }

  void Start(int threads, absl::Duration max_duration) {
    auto methods =
        ops::Methods::Make({GetBlobRequest::descriptor()->file()->service(0)}, {}, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    rpc::Shell::Options options;
    options.domain = "test.lotse";
    options.threads = threads;
    options.max_duration = max_duration;
    shell_ = std::make_unique<rpc::Shell>(options, *std::move(methods), &registry_, log_.get());
    auto kernel =
        Kernel::Open(folder_ + "/data", "x.db",
                     {kerneltest::GetTownRequest::descriptor()->file()->service(0)->full_name(),
                      BlobService::service_full_name()},
                     shell_.get());
    ASSERT_TRUE(kernel.ok()) << kernel.status();
    service_.kernel = *std::move(kernel);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = BlobService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  }

  // Why there is no such row, while `readers` connections are held by others.
  rpc::ErrorReason ReasonBeside(int readers) {
    absl::Notification enough;
    std::latch held(readers);
    std::vector<std::thread> others;
    for (int i = 0; i < readers; ++i) {
      others.emplace_back([&] {
        const absl::Status status = service_.kernel->store->Read([&](Tx&) {
          held.count_down();
          enough.WaitForNotification();
          return absl::OkStatus();
        });
        EXPECT_TRUE(status.ok()) << status;
      });
    }
    // One that gets no connection would be waited for in vain.
    const absl::Time end = absl::Now() + absl::Seconds(10);
    while (!held.try_wait() && absl::Now() < end) absl::SleepFor(absl::Milliseconds(1));
    EXPECT_TRUE(held.try_wait());
    GetBlobRequest request;
    request.set_name("programmes/p/blobs/0b8f2f5e-5d1c-4d63-9c1a-2f1f0f6f2a11");
    Blob reply;
    grpc::ClientContext context;
    // Ends the test if nothing else does; told apart by having no reason.
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    const absl::Status status = rpc::FromGrpcStatus(stub_->GetBlob(&context, request, &reply));
    enough.Notify();
    for (std::thread& other : others) other.join();
    return rpc::ReasonOf(status);
  }

  std::string folder_;
  std::FILE* log_file_ = nullptr;
  prometheus::Registry registry_;
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<rpc::Shell> shell_;
  RowService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<BlobService::Stub> stub_;
};

TEST_F(KernelTest, RowIsReadWhileEveryThreadOfTheShellLists) {
  Start(/*threads=*/6, absl::Seconds(60));
  EXPECT_EQ(ReasonBeside(0), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  // With three more rows being read.
  EXPECT_EQ(ReasonBeside(6 + 3), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(KernelTest, RowThatFindsNoConnectionWaitsUntilTheDeadlineOfItsCall) {
  Start(/*threads=*/1, absl::Milliseconds(300));
  EXPECT_EQ(ReasonBeside(1 + 4), type::v1alpha::ERROR_REASON_CALLER_GONE);
  EXPECT_EQ(ReasonBeside(0), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace lotse::resource
