#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace lotse::perf {

// A real daemon, a program beside this one, over a folder of data. Ends this program where
// it cannot be used: there is nothing to measure then.
class Daemon {
 public:
  // Starts it, with these settings beside those of its places. It listens when this returns.
  Daemon(std::string program, std::string folder, std::vector<std::string> flags = {});
  // Stops it with SIGTERM.
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // HOST:PORT.
  const std::string& address() const { return address_; }
  // Memory that is in use now, and the most that ever was, in bytes.
  int64_t MemoryBytes() const { return ReadMemory("VmRSS:"); }
  int64_t MostMemoryBytes() const { return ReadMemory("VmHWM:"); }
  // Time of processors that it used since it was started, of all its threads.
  double CpuSeconds() const;
  // Stops it and starts it again over the same folder.
  void Restart();

 private:
  void Start();
  void Stop();
  // Reads the log to its end, so that it never stands in the daemon's way.
  void ReadLog(int pipe);
  int64_t ReadMemory(const std::string& what) const;

  const std::string program_;
  const std::string folder_;
  const std::vector<std::string> flags_;
  std::string address_;
  pid_t pid_ = -1;
  std::thread log_reader_;
};

// A new temporary folder.
std::string MakeFolder();

}  // namespace lotse::perf
