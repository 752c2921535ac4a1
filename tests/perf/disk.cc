#include "tests/perf/disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/time/clock.h"

namespace lotse::perf {

double SyncsPerSecond(const std::string& folder, absl::Duration duration) {
  const std::string path = folder + "/syncs";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  std::array<char, 4096> page;
  page.fill('x');
  const absl::Time start = absl::Now();
  int64_t syncs = 0;
  while (absl::Now() < start + duration) {
    if (write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size()) ||
        fdatasync(file) != 0) {
      std::perror("bench: cannot write");
      std::exit(1);
    }
    ++syncs;
  }
  const absl::Duration took = absl::Now() - start;
  close(file);
  unlink(path.c_str());
  return static_cast<double>(syncs) / absl::ToDoubleSeconds(took);
}

}  // namespace lotse::perf
