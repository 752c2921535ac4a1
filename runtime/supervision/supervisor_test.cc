#include "runtime/supervision/supervisor.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::supervision {
namespace {

// A socket in the abstract namespace, named as systemd names one: with an @.
class Listener {
 public:
  Listener() : name_(absl::StrCat("@lotse-supervisor-test-", getpid())) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    name_.copy(address.sun_path + 1, name_.size() - 1, 1);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    setenv("NOTIFY_SOCKET", name_.c_str(), 1);
  }
  ~Listener() {
    unsetenv("NOTIFY_SOCKET");
    close(socket_);
  }
  Listener(const Listener&) = delete;

  std::string Next() const {
    char text[100];
    const ssize_t size = recv(socket_, text, sizeof text, MSG_DONTWAIT);
    return size < 0 ? "" : std::string(text, size);
  }

 private:
  const std::string name_;
  const int socket_ = socket(AF_UNIX, SOCK_DGRAM, 0);
};

TEST(Supervisor, IsTold) {
  const Listener listener;
  TellReady();
  TellAlive();
  TellStopping();
  EXPECT_EQ(listener.Next(), "READY=1");
  EXPECT_EQ(listener.Next(), "WATCHDOG=1");
  EXPECT_EQ(listener.Next(), "STOPPING=1");
  EXPECT_EQ(listener.Next(), "");
}

TEST(Supervisor, WithoutOneNothingHappens) {
  unsetenv("NOTIFY_SOCKET");
  TellReady();
  setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
  TellReady();
  unsetenv("NOTIFY_SOCKET");
}

TEST(Supervisor, WantsToHearOfThisProcess) {
  EXPECT_EQ(WatchdogLimit(), absl::InfiniteDuration());
  setenv("WATCHDOG_USEC", "90000000", 1);
  EXPECT_EQ(WatchdogLimit(), absl::Seconds(90));
  // Of another one, which started this.
  setenv("WATCHDOG_PID", "1", 1);
  EXPECT_EQ(WatchdogLimit(), absl::InfiniteDuration());
  setenv("WATCHDOG_PID", absl::StrCat(getpid()).c_str(), 1);
  EXPECT_EQ(WatchdogLimit(), absl::Seconds(90));
  setenv("WATCHDOG_USEC", "soon", 1);
  EXPECT_EQ(WatchdogLimit(), absl::InfiniteDuration());
  unsetenv("WATCHDOG_USEC");
  unsetenv("WATCHDOG_PID");
}

}  // namespace
}  // namespace lotse::supervision
