#include "runtime/supervision/knocking.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace lotse::supervision {
namespace {

// A port of this machine on which somebody listens.
class KnockingTest : public testing::Test {
 protected:
  KnockingTest() : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address_), sizeof(address_)), 0);
    EXPECT_EQ(listen(fd_, 100), 0);
    socklen_t size = sizeof(address_);
    EXPECT_EQ(getsockname(fd_, reinterpret_cast<sockaddr*>(&address_), &size), 0);
  }
  ~KnockingTest() override { close(fd_); }

  int port() const { return ntohs(address_.sin_port); }
  // Whether somebody connects within this time; takes who does.
  bool IsKnockedAt(int milliseconds) {
    pollfd listening = {fd_, POLLIN, 0};
    if (poll(&listening, 1, milliseconds) != 1) return false;
    close(accept(fd_, nullptr, nullptr));
    return true;
  }

 private:
  int fd_;
  sockaddr_in address_ = {};
};

TEST_F(KnockingTest, GoesOnUntilItIsDestroyed) {
  for (const char* host : {"127.0.0.1", "0.0.0.0"}) {
    {
      const Knocking knocking(host, port());
      for (int i = 0; i < 3; ++i) EXPECT_TRUE(IsKnockedAt(10'000)) << host;
    }
    while (IsKnockedAt(0)) {  // Those that were on their way.
    }
    EXPECT_FALSE(IsKnockedAt(50)) << host;
  }
}

TEST_F(KnockingTest, DoesNothingWhereItCannot) {
  const Knocking knocking("[::1]", port());
  EXPECT_FALSE(IsKnockedAt(50));
}

}  // namespace
}  // namespace lotse::supervision
