#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace lotse::supervision {

// Connects to a port and hangs up, every 5 ms until it is destroyed: for a server that shall end
// and looks whether it shall when somebody connects. Where no thread is to be had, or `host` is no
// IPv4 address, it does nothing.
class Knocking {
 public:
  Knocking(const std::string& host, int port);
  ~Knocking();
  Knocking(const Knocking&) = delete;
  Knocking& operator=(const Knocking&) = delete;

 private:
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

}  // namespace lotse::supervision
