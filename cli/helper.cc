#include "cli/helper.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/failure.h"

namespace lotse::cli {
namespace {

constexpr size_t kMaxOutputBytes = 64 << 10;

// Runs in the child after fork: system calls only.
[[noreturn]] void BecomeShell(const char* command, int out, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);  // the parent died before the line above
  const int null_fd = open("/dev/null", O_RDONLY);
  if (null_fd < 0 || dup2(null_fd, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0) _exit(126);
  execl("/bin/sh", "sh", "-c", command, nullptr);
  _exit(126);
}

absl::Status TooLong(absl::Duration limit) {
  return UnreachableError(absl::StrCat("did not end within ", absl::FormatDuration(limit)));
}

int MillisecondsUntil(absl::Time deadline) {
  const int64_t left = absl::ToInt64Milliseconds(deadline - absl::Now());
  return left < 0 ? 0 : static_cast<int>(left) + 1;
}

// All that comes through a pipe until its end.
absl::StatusOr<std::string> ReadPipe(int fd, absl::Time deadline, absl::Duration limit) {
  std::string output;
  char buffer[4096];
  while (true) {
    pollfd waiting = {fd, POLLIN, 0};
    const int ready = poll(&waiting, 1, MillisecondsUntil(deadline));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return TooLong(limit);
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got < 0) return UnreachableError("cannot be listened to");
    if (got == 0) return output;
    output.append(buffer, got);
    if (output.size() > kMaxOutputBytes) return UnreachableError("prints more than 64 KiB");
  }
}

// Waits for the end of the child; an error if it did not end well.
absl::Status AwaitEnd(pid_t pid, absl::Time deadline, absl::Duration limit) {
  int status = 0;
  pid_t ended = 0;
  while ((ended = waitpid(pid, &status, WNOHANG)) == 0) {
    if (absl::Now() > deadline) return TooLong(limit);
    absl::SleepFor(absl::Milliseconds(2));
  }
  if (ended < 0) return UnreachableError("was lost");
  if (WIFSIGNALED(status)) {
    return UnreachableError(absl::StrCat("ended with signal ", WTERMSIG(status)));
  }
  if (status == 0) return absl::OkStatus();
  return UnreachableError(absl::StrCat("ended with exit code ", WEXITSTATUS(status)));
}

}  // namespace

absl::StatusOr<std::string> RunHelper(const std::string& command, absl::Duration limit) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return FileError("pipe", errno);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) BecomeShell(command.c_str(), ends[1], parent);
  const int fork_error = errno;
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return FileError("fork", fork_error);
  }
  // The child does it too: who of the two comes first is not known.
  setpgid(pid, pid);
  const absl::Time deadline = absl::Now() + limit;
  absl::StatusOr<std::string> output = ReadPipe(ends[0], deadline, limit);
  close(ends[0]);
  absl::Status ended = output.ok() ? AwaitEnd(pid, deadline, limit) : output.status();
  if (ended.ok()) return output;
  // It may run on, or have left something behind that does.
  kill(-pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  return ended;
}

}  // namespace lotse::cli
