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

// What a test lets happen in Ask.
using Body = std::function<void(std::shared_ptr<Call>, const AskRequest&, Reply*)>;

class AskService final : public RpcTestService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Ask(grpc::CallbackServerContext* context, const AskRequest* request,
                                Reply* reply) override {
    auto call = shell->Begin(context, *request);
    auto* reactor = call->reactor();
    body(std::move(call), *request, reply);
    return reactor;
  }
  Shell* shell = nullptr;
  Body body;
};

class ShellTest : public ShellFixture {
 protected:
  ShellTest() { options_.threads = 1; }
  ~ShellTest() override { End(); }  // Calls go on until then, and use service_.

  void Start(Body body) {
    service_.body = std::move(body);
    Serve(&service_);
  }

  absl::Status Ask(const std::string& name = "", Reply* reply = nullptr,
                   grpc::ClientContext* context = nullptr) {
    grpc::ClientContext own;
    AskRequest request;
    request.set_name(name);
    Reply ignored;
    return FromGrpcStatus(stub_->Ask(context != nullptr ? context : &own, request,
                                     reply != nullptr ? reply : &ignored));
  }
  std::future<absl::Status> AskAside(const std::string& name = "",
                                     grpc::ClientContext* context = nullptr) {
    return std::async(std::launch::async,
                      [this, name, context] { return Ask(name, nullptr, context); });
  }

  AskService service_;
};

template <class Detail>
bool Has(const absl::Status& status) {
  return status.GetPayload(absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()))
      .has_value();
}

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

TEST_F(ShellTest, EachCallerHasLimitsOfTheirOwn) {
  options_.per_caller = ops::CallerLimits::Options{1000, /*calls_at_once=*/1, 1};
  options_.identify = [&](const grpc::CallbackServerContext& context) {
    const auto sent = context.client_metadata().find("who");
    return Caller{
        std::string(sent->second.data(), sent->second.size()), {}, auth::Access::Everything()};
  };
  absl::Notification waits, go;
  Start([&](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    const absl::Status status = call->Authorize(request.name());
    if (!status.ok() || request.name() != "wait") return call->Finish(status);
    shell_->Queue(call, [&] {
      waits.Notify();
      go.WaitForNotification();
      return absl::OkStatus();
    });
  });
  grpc::ClientContext first, second, other, again;
  first.AddMetadata("who", "ada");
  second.AddMetadata("who", "ada");
  other.AddMetadata("who", "bob");
  again.AddMetadata("who", "ada");
  auto waiting = AskAside("wait", &first);
  waits.WaitForNotification();
  const absl::Status refused = Ask("x", nullptr, &second);
  EXPECT_EQ(ReasonOf(refused), type::v1alpha::ERROR_REASON_RATE_LIMITED);
  EXPECT_TRUE(Has<google::rpc::RetryInfo>(refused));
  EXPECT_TRUE(Ask("x", nullptr, &other).ok());
  go.Notify();
  EXPECT_TRUE(waiting.get().ok());
  EXPECT_TRUE(Ask("x", nullptr, &again).ok());
}

TEST_F(ShellTest, WhoIsNotKnownIsToldSo) {
  options_.identify = [&](const grpc::CallbackServerContext&) -> absl::StatusOr<Caller> {
    return absl::UnauthenticatedError("who are you?");
  };
  Start([&](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    call->Finish(call->Authorize(request.name()));
  });
  EXPECT_EQ(Ask("x").code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(ShellTest, WhoIsNotKnownIsCountedByAddress) {
  options_.per_caller = ops::CallerLimits::Options{/*calls_per_second=*/2, 100, 1};
  options_.identify = [&](const grpc::CallbackServerContext& context) -> absl::StatusOr<Caller> {
    if (context.client_metadata().count("who") == 0) return absl::UnauthenticatedError("who?");
    return Caller{"ada", {}, auth::Access::Everything()};
  };
  Start([&](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    call->Finish(call->Authorize(request.name()));
  });
  int refused = 0;
  for (int i = 0; i < 10; ++i) {
    refused += ReasonOf(Ask("x")) == type::v1alpha::ERROR_REASON_RATE_LIMITED ? 1 : 0;
  }
  EXPECT_EQ(refused, 6);
  // Nobody who is known has to do with it.
  grpc::ClientContext known;
  known.AddMetadata("who", "ada");
  EXPECT_TRUE(Ask("x", nullptr, &known).ok());
}

// A caller whose key is looked for until `found_`.
class KeysTest : public ShellTest {
 protected:
  void StartSeeking() {
    options_.per_caller = ops::CallerLimits::Options{};
    options_.identify =
        [this](const grpc::CallbackServerContext& context) -> absl::StatusOr<Caller> {
      const bool is_new = context.client_metadata().count("new") > 0;
      if (!is_new || found_) return Caller{"ada", {}, auth::Access::Everything()};
      return RetryLater(type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE, "a moment", 1);
    };
    Start([this](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
      shell_->WhenKnown(call, [call, &request] { call->Finish(call->Authorize(request.name())); });
    });
  }
  std::future<absl::Status> AskAsNew() {
    return std::async(std::launch::async, [this] {
      grpc::ClientContext context;
      context.AddMetadata("new", "");
      return Ask("x", nullptr, &context);
    });
  }
  std::atomic<bool> found_ = false;
};

TEST_F(KeysTest, ManyWaitForAKeyAndHoldUpNobody) {
  StartSeeking();
  std::vector<std::future<absl::Status>> waiting;
  for (int i = 0; i < 60; ++i) waiting.push_back(AskAsNew());
  absl::SleepFor(absl::Milliseconds(100));
  const absl::Time begin = absl::Now();
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(Ask("x").ok());
  EXPECT_LT(absl::Now() - begin, absl::Milliseconds(700));
  for (auto& call : waiting) {
    EXPECT_EQ(call.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  }
  found_ = true;
  for (auto& call : waiting) EXPECT_TRUE(call.get().ok());
}

TEST_F(KeysTest, NobodyWaitsForAKeyForLong) {
  StartSeeking();
  const absl::Time begin = absl::Now();
  const absl::Status status = AskAsNew().get();
  EXPECT_EQ(ReasonOf(status), type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE);
  EXPECT_TRUE(Has<google::rpc::RetryInfo>(status));
  EXPECT_GE(absl::Now() - begin, WaitingRoom::kLongest);
  EXPECT_LT(absl::Now() - begin, 3 * WaitingRoom::kLongest);
}

TEST_F(KeysTest, WhoWaitsForAKeyIsAnsweredWhenTheShellStops) {
  StartSeeking();
  auto waiting = AskAsNew();
  absl::SleepFor(absl::Milliseconds(100));
  shell_->Stop();
  EXPECT_EQ(ReasonOf(waiting.get()), type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
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
