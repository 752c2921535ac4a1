#include "runtime/supervision/knocking.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <system_error>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace lotse::supervision {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(5);

void Knock(const sockaddr_in& to) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return;
  (void)connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof(to));
  close(fd);
}

}  // namespace

Knocking::Knocking(const std::string& host, int port) {
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  if (inet_pton(AF_INET, host.c_str(), &to.sin_addr) != 1) return;
  try {
    thread_ = std::thread([this, to] {
      for (; !ended_; absl::SleepFor(kPause)) Knock(to);
    });
  } catch (const std::system_error&) {
    // Then the server ends once it looks by itself.
  }
}

Knocking::~Knocking() {
  ended_ = true;
  if (thread_.joinable()) thread_.join();
}

}  // namespace lotse::supervision
