#include "runtime/rpc/shell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "runtime/rpc/rpc_test_service.grpc.pb.h"
#include "runtime/rpc/shell_testing.h"

namespace lotse::rpc {
namespace {

using test::AskRequest;
using test::Reply;
using test::RpcTestService;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ShellTest, AnswersInlineAndFromTheQueue) {
  Start([this](std::shared_ptr<Call> call, const AskRequest& request, Reply* reply) {
    reply->set_text(request.name() + "!");
    if (request.name() == "inline") return call->Finish(absl::OkStatus());
    shell_->Queue(std::move(call), [] { return absl::OkStatus(); });
  });
  for (const char* name : {"inline", "queue"}) {
    Reply reply;
    EXPECT_TRUE(Ask(name, &reply).ok());
    EXPECT_EQ(reply.text(), absl::StrCat(name, "!"));
  }
  const std::string logged = Logged();
  EXPECT_THAT(logged, HasSubstr(R"("request":"lotse.rpc.test.AskRequest","code":"OK")"));
  EXPECT_THAT(logged, Not(HasSubstr("inline")));
  EXPECT_EQ(Metric("started_total", "Ask"), 2);
  EXPECT_EQ(Metric("handled_total", "Ask", "OK"), 2);
  EXPECT_EQ(Metric("handling_seconds", "Ask"), 2);
}

TEST_F(ShellTest, UnloggedSuccessesLeaveNoLine) {
  unlogged_ = {AskRequest::descriptor()};
  Start([](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    call->Finish(request.name().empty() ? absl::OkStatus() : NotFound(request.name()));
  });
  EXPECT_TRUE(Ask().ok());
  EXPECT_FALSE(Ask("programmes/x").ok());
  const std::string logged = Logged();
  EXPECT_THAT(logged, Not(HasSubstr(R"("code":"OK")")));
  EXPECT_THAT(logged, HasSubstr(R"("code":"NOT_FOUND","reason":"RESOURCE_NOT_FOUND")"));
  EXPECT_THAT(logged, Not(HasSubstr("programmes/x")));
}

TEST_F(ShellTest, ErrorsKeepTheirDetails) {
  Start([](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    call->Finish(NotFound(request.name()));
  });
  const absl::Status status = Ask("programmes/x");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(status), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_TRUE(Has<google::rpc::ResourceInfo>(status));
  EXPECT_EQ(Metric("handled_total", "Ask", "NotFound"), 1);
}

TEST_F(ShellTest, FaultsBecomeIncidents) {
  Start([this](std::shared_ptr<Call> call, const AskRequest& request, Reply*) {
    if (request.name() == "dropped") return;
    shell_->Queue(std::move(call), []() -> absl::Status { throw std::runtime_error("hidden"); });
  });
  for (const char* name : {"thrown", "dropped"}) {
    const absl::Status status = Ask(name);
    EXPECT_EQ(ReasonOf(status), type::v1alpha::ERROR_REASON_INTERNAL);
    EXPECT_THAT(std::string(status.message()), HasSubstr("internal fault; incident "));
  }
  const std::string logged = Logged();
  EXPECT_THAT(logged, HasSubstr(R"("what":"hidden")"));
  EXPECT_THAT(logged, HasSubstr(R"("what":"a call was dropped without an answer")"));
  EXPECT_EQ(Metric("handled_total", "Ask", "Internal"), 2);
}

// The queue's only thread is held until `go`.
class QueueTest : public ShellTest {
 protected:
  void SetUp() override {
    options_.max_waiting = 1;
    options_.max_duration = absl::Milliseconds(300);
  }
  void StartHeld() {
    Start([this](std::shared_ptr<Call> call, const AskRequest& request, Reply*) {
      if (request.name() == "inline") return call->Finish(call->Authorize(""));
      if (request.name() == "first") {
        return shell_->Queue(std::move(call), [this] {
          started_.Notify();
          go_.WaitForNotification();
          return absl::OkStatus();
        });
      }
      const bool second = request.name() == "second";
      if (second) second_ = call;
      shell_->Queue(std::move(call), [this] { return ++worked_, absl::OkStatus(); });
      if (second) queued_.Notify();
    });
    first_ = AskAside("first");
    started_.WaitForNotification();
  }
  absl::Notification started_, queued_, go_;
  std::atomic<int> worked_ = 0;
  std::shared_ptr<Call> second_;
  std::future<absl::Status> first_;
};

TEST_F(QueueTest, RefusesWhenTooManyWait) {
  options_.max_duration = absl::Seconds(60);
  StartHeld();
  auto second = AskAside("second");
  queued_.WaitForNotification();
  const absl::Status third = Ask("third");
  EXPECT_EQ(ReasonOf(third), type::v1alpha::ERROR_REASON_OVERLOADED);
  EXPECT_EQ(third.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(Has<google::rpc::RetryInfo>(third));
  go_.Notify();
  EXPECT_TRUE(first_.get().ok());
  EXPECT_TRUE(second.get().ok());
}

TEST_F(QueueTest, RefusesLargeRequestsBeyondItsMemory) {
  const std::string large(Shell::kSmallRequest + 1, 'a');
  options_.max_request_memory = large.size() + 1000;
  options_.max_duration = absl::Seconds(60);
  std::shared_ptr<Call> held;
  Start([&](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    if (request.name().front() == 'h') return held = call, queued_.Notify();
    call->Finish(call->Authorize(""));
  });
  EXPECT_TRUE(Ask(large).ok());  // Alone it is within the limit.
  auto first = AskAside("h" + large);
  queued_.WaitForNotification();
  const absl::Status second = Ask(large);
  EXPECT_EQ(ReasonOf(second), type::v1alpha::ERROR_REASON_OVERLOADED);
  EXPECT_TRUE(Has<google::rpc::RetryInfo>(second));
  EXPECT_TRUE(Ask("small").ok());
  std::exchange(held, nullptr)->Finish(absl::OkStatus());
  EXPECT_TRUE(first.get().ok());
  // gRPC may need a moment to give its memory back.
  absl::Status third = Ask(large);
  for (int i = 0; i < 1000 && !third.ok(); ++i) third = Ask(large);
  EXPECT_TRUE(third.ok());
}

TEST_F(QueueTest, DropsWhatWaitedTooLong) {
  const absl::Time start = absl::Now();
  StartHeld();
  auto second = AskAside("second");  // Without a deadline of its own.
  queued_.WaitForNotification();
  const absl::Time deadline = second_->deadline();
  EXPECT_GE(deadline, start + options_.max_duration);
  EXPECT_LE(deadline, absl::Now() + options_.max_duration);
  absl::SleepFor(deadline - absl::Now() + absl::Milliseconds(1));
  go_.Notify();
  EXPECT_EQ(ReasonOf(second.get()), type::v1alpha::ERROR_REASON_CALLER_GONE);
  EXPECT_EQ(worked_, 0);
  EXPECT_TRUE(first_.get().ok());  // It had begun.
}

TEST_F(QueueTest, DropsWhatWasCancelled) {
  options_.max_duration = absl::Seconds(60);
  StartHeld();
  grpc::ClientContext context;
  auto second = AskAside("second", &context);
  queued_.WaitForNotification();
  EXPECT_FALSE(second_->gone());
  context.TryCancel();
  EXPECT_EQ(second.get().code(), absl::StatusCode::kCancelled);
  for (int i = 0; i < 1000 && !second_->gone(); ++i) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(second_->gone());
  second_.reset();
  go_.Notify();
  EXPECT_TRUE(first_.get().ok());
  EXPECT_THAT(Logged(), HasSubstr("CALLER_GONE"));
  EXPECT_EQ(worked_, 0);
}

TEST_F(QueueTest, AnswersWhatWasTakenBeforeItStops) {
  options_.max_duration = absl::Seconds(60);
  StartHeld();
  auto second = AskAside("second");
  queued_.WaitForNotification();
  shell_->Stop();
  for (const char* name : {"inline", "queue"}) {
    EXPECT_EQ(ReasonOf(Ask(name)), type::v1alpha::ERROR_REASON_SHUTTING_DOWN) << name;
  }
  go_.Notify();
  EXPECT_TRUE(first_.get().ok());
  EXPECT_TRUE(second.get().ok());
  EXPECT_EQ(worked_, 1);
}

TEST_F(ShellTest, TheRightsOfTheCallerDecide) {
  const auth::Right right = {"programmes/mine", type::v1alpha::ROLE_AUDITOR};
  options_.identify = [&](const grpc::CallbackServerContext&) {
    return Caller{"ada", {}, std::make_shared<auth::Access>(std::vector{right})};
  };
  std::string who;
  Start([&](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    const absl::Status status = call->Authorize(request.name());
    if (status.ok()) who = absl::StrCat(call->caller().subject, " as ", call->role());
    call->Finish(status);
  });
  EXPECT_TRUE(Ask("programmes/mine").ok());
  EXPECT_EQ(who, "ada as AUDITOR");
  EXPECT_EQ(ReasonOf(Ask("programmes/foreign")), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(ShellTest, AServiceWithoutPermissionsDoesNotStart) {
  const auto methods = ops::Methods::Make(
      {Descriptor("RpcTestService"), Descriptor("UnguardedService")}, {}, &registry_);
  EXPECT_EQ(methods.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(methods.status().message()),
              HasSubstr("lotse.rpc.test.UnguardedService.Open"));
}

}  // namespace
}  // namespace lotse::rpc
