#pragma once

#include <sys/resource.h>

#include <csignal>
#include <cstddef>

namespace lotse::reporting {

// While it lives no file of this process gets larger, as on a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(std::size_t bytes) : before_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &unlimited_);
    const rlimit limit = {bytes, unlimited_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &unlimited_);
    std::signal(SIGXFSZ, before_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*const before_)(int);
  rlimit unlimited_ = {};
};

}  // namespace lotse::reporting
