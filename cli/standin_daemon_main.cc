// Stands in for a daemon in the test of `lotse dev`: answers /readyz on its
// management port with 200 until SIGTERM, and tells that it has started. What it does wrong is
// ordered by files in its data folder: `die` ends it at once with a message, `busy` makes it
// answer 503, `silent` never tell that it has started, as if another one answered in its place.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

namespace {

std::string FlagValue(int argc, char** argv, const std::string& name) {
  const std::string prefix = "--" + name + "=";
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], prefix.c_str(), prefix.size()) == 0) return argv[i] + prefix.size();
  }
  return "";
}

void Serve(int port, const std::string& answer, bool silent) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) std::exit(1);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(fd, 8) != 0) {
    std::cout << "cannot listen" << std::endl;
    std::exit(1);
  }
  if (!silent) std::cout << R"({"event":"started"})" << std::endl;
  while (true) {
    const int peer = accept(fd, nullptr, nullptr);
    char request[512];
    if (read(peer, request, sizeof request) > 0 && write(peer, answer.data(), answer.size()) < 0) {
      std::cout << "cannot answer" << std::endl;
    }
    close(peer);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string data = FlagValue(argc, argv, "data_dir");
  std::ofstream(data + "/pid") << getpid();
  std::ofstream arguments(data + "/arguments");
  for (int i = 1; i < argc; ++i) arguments << argv[i] << "\n";
  arguments.close();
  if (std::ifstream(data + "/die").good()) {
    std::cout << "the store is not mine" << std::endl;
    return 7;
  }
  std::signal(SIGTERM, [](int) { _exit(0); });
  const std::string management = FlagValue(argc, argv, "management_listen");
  const bool busy = std::ifstream(data + "/busy").good();
  Serve(std::atoi(management.substr(management.rfind(':') + 1).c_str()),
        busy ? "HTTP/1.1 503 Service Unavailable\r\n\r\n" : "HTTP/1.1 200 OK\r\n\r\nok",
        std::ifstream(data + "/silent").good());
}
