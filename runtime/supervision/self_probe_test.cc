#include "runtime/supervision/self_probe.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace lotse::supervision {
namespace {

using ::testing::HasSubstr;

constexpr absl::Duration kInterval = absl::Milliseconds(1);
constexpr absl::Duration kLimit = absl::Milliseconds(50);
// Generous: sanitizers and a busy machine.
constexpr absl::Duration kPatience = absl::Seconds(20);

// A port that answers or not, and what is told of it.
class SelfProbeTest : public ::testing::Test {
 protected:
  SelfProbeTest() { EXPECT_EQ(pipe(pipe_), 0); }
  ~SelfProbeTest() override {
    for (int end : pipe_) close(end);
  }

  SelfProbe::Options Options() {
    return {kInterval, kLimit,
            [this] {
              ++asked_;
              return answers_ ? absl::OkStatus() : absl::UnavailableError("nobody there");
            },
            [this] { ++alive_; },
            [this](absl::Duration silent, const absl::Status& last) {
              if (dead_.HasBeenNotified()) return;
              silent_ = silent;
              last_ = std::string(last.message());
              dead_.Notify();
            }};
  }

  // Waits until another 20 questions were asked.
  void Await20() const {
    const int from = asked_;
    const absl::Time end = absl::Now() + kPatience;
    while (asked_ < from + 20 && absl::Now() < end) absl::SleepFor(kInterval);
    EXPECT_GE(asked_, from + 20);
  }

  std::string LogText() const {
    char text[10000];
    const ssize_t size = read(pipe_[0], text, sizeof text);
    return std::string(text, size);
  }

  int pipe_[2];
  std::atomic<bool> answers_ = true;
  std::atomic<int> asked_ = 0;
  std::atomic<int> alive_ = 0;
  absl::Notification dead_;
  absl::Duration silent_;
  std::string last_;
};

TEST_F(SelfProbeTest, TellsThatAPortIsAliveAndThatItIsDead) {
  ops::Log log("test", pipe_[1]);
  SelfProbe probe(Options(), &log);
  Await20();
  EXPECT_GE(alive_, 20);
  EXPECT_FALSE(dead_.HasBeenNotified());
  answers_ = false;
  ASSERT_TRUE(dead_.WaitForNotificationWithTimeout(kPatience));
  EXPECT_GE(silent_, kLimit);
  EXPECT_EQ(last_, "nobody there");
  const int alive = alive_;
  Await20();
  EXPECT_EQ(alive_, alive);
}

TEST_F(SelfProbeTest, OneThatNeverAnsweredIsToldOnce) {
  answers_ = false;
  {
    ops::Log log("test", pipe_[1]);
    SelfProbe probe(Options(), &log);
    absl::SleepFor(2 * kLimit);
    Await20();
    EXPECT_GT(alive_, 0);
    EXPECT_FALSE(dead_.HasBeenNotified());
  }
  const std::string text = LogText();
  EXPECT_THAT(text, HasSubstr("\"event\":\"api_port_not_reached\",\"what\":\"nobody there\""));
  EXPECT_EQ(text.find("api_port_not_reached"), text.rfind("api_port_not_reached"));
}

TEST_F(SelfProbeTest, WhileItRestsThePortMayBeClosed) {
  ops::Log log("test", pipe_[1]);
  SelfProbe probe(Options(), &log);
  Await20();
  probe.Rest();
  answers_ = false;
  const int alive = alive_;
  absl::SleepFor(3 * kLimit);
  EXPECT_FALSE(dead_.HasBeenNotified());
  EXPECT_GT(alive_, alive);
}

}  // namespace
}  // namespace lotse::supervision
