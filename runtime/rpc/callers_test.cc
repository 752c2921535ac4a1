// Who calls: limits of each caller, and keys that are not known yet.
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/shell_testing.h"

namespace lotse::rpc {
namespace {

using test::AskRequest;
using test::Reply;

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
  options_.per_caller = ops::CallerLimits::Options{/*calls_per_second=*/1, 100, 1};
  options_.identify = [&](const grpc::CallbackServerContext& context) -> absl::StatusOr<Caller> {
    if (context.client_metadata().count("who") == 0) return absl::UnauthenticatedError("who?");
    return Caller{"ada", {}, auth::Access::Everything()};
  };
  Start([&](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    call->Finish(call->Authorize(request.name()));
  });
  // Twice the calls of a second, and what comes back while they are made.
  const absl::Time begin = absl::Now();
  int taken = 0;
  for (int i = 0; i < 10; ++i) {
    taken += ReasonOf(Ask("x")) != type::v1alpha::ERROR_REASON_RATE_LIMITED ? 1 : 0;
  }
  EXPECT_GE(taken, 2);
  EXPECT_LE(taken, 2 + absl::ToDoubleSeconds(absl::Now() - begin));
  // Nobody who is known has to do with it.
  grpc::ClientContext known;
  known.AddMetadata("who", "ada");
  EXPECT_TRUE(Ask("x", nullptr, &known).ok());
}

TEST_F(ShellTest, WhoIsNotKnownIsCountedByWhereTheCallComesFrom) {
  options_.per_caller = ops::CallerLimits::Options{/*calls_per_second=*/1, 100, 1};
  options_.identify = [](const grpc::CallbackServerContext&) -> absl::StatusOr<Caller> {
    return absl::UnauthenticatedError("who?");
  };
  options_.origin = [](const grpc::CallbackServerContext& context) -> std::string {
    const auto sent = context.client_metadata().find("from");
    return {sent->second.data(), sent->second.size()};
  };
  Start([&](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    call->Finish(call->Authorize(request.name()));
  });
  const auto is_too_fast = [&](const std::string& from) {
    grpc::ClientContext context;
    context.AddMetadata("from", from);
    return ReasonOf(Ask("x", nullptr, &context)) == type::v1alpha::ERROR_REASON_RATE_LIMITED;
  };
  for (int i = 0; i < 10; ++i) is_too_fast("ipv4:192.0.2.1:0");
  EXPECT_TRUE(is_too_fast("ipv4:192.0.2.1:0"));
  // One of them may share its bucket by chance, hardly both.
  EXPECT_FALSE(is_too_fast("ipv4:192.0.2.2:0") && is_too_fast("ipv4:192.0.2.3:0"));
}

TEST_F(ShellTest, NoSignatureIsVerifiedForAnAddressThatAsksTooOften) {
  options_.per_caller = ops::CallerLimits::Options{/*calls_per_second=*/1, 100, 1};
  std::atomic<int> verified = 0;
  options_.recognizes = [](const grpc::CallbackServerContext& context) {
    return context.client_metadata().count("who") > 0;
  };
  options_.identify = [&](const grpc::CallbackServerContext& context) -> absl::StatusOr<Caller> {
    if (!options_.recognizes(context)) ++verified;
    return Caller{"ada", {}, auth::Access::Everything()};
  };
  std::atomic<int> begun = 0;
  Start([&](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
    ++begun;
    call->Finish(call->known() ? call->Authorize(request.name()) : absl::UnknownError("waits"));
  });
  const absl::Time begin = absl::Now();
  int refused = 0;
  for (int i = 0; i < 10; ++i) {
    refused += ReasonOf(Ask("x")) == type::v1alpha::ERROR_REASON_RATE_LIMITED ? 1 : 0;
  }
  EXPECT_LE(verified, 2 + absl::ToDoubleSeconds(absl::Now() - begin));
  EXPECT_GE(refused, 10 - verified);
  EXPECT_EQ(begun, 10);
}

// A caller whose key is looked for until `found_`.
class KeysTest : public ShellTest {
 protected:
  void StartSeeking() {
    options_.per_caller = limits_;
    options_.identify =
        [this](const grpc::CallbackServerContext& context) -> absl::StatusOr<Caller> {
      const bool is_new = context.client_metadata().count("new") > 0;
      if (!is_new || found_) return Caller{"ada", {}, auth::Access::Everything()};
      return RetryLater(type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE, "a moment", 1);
    };
    Start([this](const std::shared_ptr<Call>& call, const AskRequest& request, Reply*) {
      shell_->WhenKnown(call, [this, call, &request] {
        if (then_) then_();
        call->Finish(call->Authorize(request.name()));
      });
    });
  }
  std::future<absl::Status> AskAsNew(const std::string& name = "x") {
    return std::async(std::launch::async, [this, name] {
      grpc::ClientContext context;
      context.AddMetadata("new", "");
      return Ask(name, nullptr, &context);
    });
  }
  ops::CallerLimits::Options limits_;
  std::function<void()> then_;  // What is done once a caller is known.
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

TEST_F(KeysTest, WhoWasFoundHoldsUpNobodyWhoWaits) {
  options_.threads = 2;
  std::atomic<int> begun = 0;
  absl::Notification both;
  bool met[2] = {false, false};
  then_ = [&] {
    const int own = begun++;
    if (own == 1) both.Notify();
    met[own] = both.WaitForNotificationWithTimeout(absl::Seconds(10));
  };
  StartSeeking();
  auto first = AskAsNew(), second = AskAsNew();
  absl::SleepFor(absl::Milliseconds(100));
  found_ = true;
  EXPECT_TRUE(first.get().ok());
  EXPECT_TRUE(second.get().ok());
  EXPECT_TRUE(met[0] && met[1]);
}

TEST_F(KeysTest, WhoIsNotLetInDoesNotWait) {
  limits_.calls_at_once = 1;
  StartSeeking();
  auto waiting = AskAsNew();
  absl::SleepFor(absl::Milliseconds(100));
  const absl::Time begin = absl::Now();
  EXPECT_EQ(ReasonOf(AskAsNew().get()), type::v1alpha::ERROR_REASON_RATE_LIMITED);
  EXPECT_LT(absl::Now() - begin, WaitingRoom::kLongest / 2);
  found_ = true;
  EXPECT_TRUE(waiting.get().ok());
}

// What waits for a key takes memory, too.
TEST_F(KeysTest, ALargeRequestBeyondTheMemoryDoesNotWait) {
  const std::string large(Shell::kSmallRequest + 1, 'a');
  options_.max_request_memory = large.size() + 1000;
  StartSeeking();
  auto waiting = AskAsNew(large);
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(ReasonOf(AskAsNew(large).get()), type::v1alpha::ERROR_REASON_OVERLOADED);
  auto small = AskAsNew();
  found_ = true;
  EXPECT_TRUE(waiting.get().ok());
  EXPECT_TRUE(small.get().ok());
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

}  // namespace
}  // namespace lotse::rpc
