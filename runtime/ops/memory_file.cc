#include "runtime/ops/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace lotse::ops {
namespace {

bool WriteAll(int fd, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(fd, content.data(), content.size());
    if (written <= 0) return false;
    content.remove_prefix(written);
  }
  return true;
}

int OrEnd(int fd) {
  if (fd >= 0) return fd;
  std::perror("memfd_create");
  std::abort();
}

}  // namespace

MemoryFile::MemoryFile(absl::string_view content)
    : fd_(OrEnd(Make(content))), path_(absl::StrCat("/proc/self/fd/", fd_)) {}

MemoryFile::~MemoryFile() { close(fd_); }

int MemoryFile::Make(absl::string_view content) {
  const int fd = memfd_create("lotse", MFD_CLOEXEC);
  if (fd < 0) return -1;
  // Not the time of the clock: two changes may come within one of its seconds.
  const timespec time = {++changes_, 0};
  const timespec times[] = {time, time};
  if (fchmod(fd, 0600) == 0 && WriteAll(fd, content) && futimens(fd, times) == 0) return fd;
  close(fd);
  return -1;
}

bool MemoryFile::Replace(absl::string_view content) {
  const int fd = Make(content);
  if (fd < 0) return false;
  // At once for all who open the path from now on; who has the old one open, keeps it.
  const bool replaced = dup3(fd, fd_, O_CLOEXEC) == fd_;
  close(fd);
  return replaced;
}

}  // namespace lotse::ops
