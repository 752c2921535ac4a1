#include "cli/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"
#include "cli/file.h"

namespace lotse::cli {
namespace {

// Runs in the child between fork and exec: system calls only. Returns only if
// something failed, with errno set.
void BecomeProgram(const char* program, char* const* arguments, int log_fd, pid_t parent) {
  setpgid(0, 0);
  if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) return;
  if (getppid() != parent) _exit(1);  // the parent died before the line above
  const int null_fd = open("/dev/null", O_RDONLY);
  if (null_fd < 0) return;
  if (dup2(null_fd, STDIN_FILENO) < 0 || dup2(log_fd, STDOUT_FILENO) < 0 ||
      dup2(log_fd, STDERR_FILENO) < 0) {
    return;
  }
  close(null_fd);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execv(program, arguments);
}

// What the child reports through its pipe: an errno, or 0 if exec succeeded and
// closed the pipe.
int ReadError(int fd) {
  int error = 0;
  while (true) {
    const ssize_t got = read(fd, &error, sizeof error);
    if (got < 0 && errno == EINTR) continue;
    return got == sizeof error ? error : 0;
  }
}

std::vector<char*> Pointers(std::vector<std::string>* words) {
  std::vector<char*> pointers;
  for (std::string& word : *words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

std::string ThisProgram() {
  char path[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  return length <= 0 ? "./lotse" : std::string(path, length);
}

std::string FolderOfThisProgram() {
  const std::string program = ThisProgram();
  return program.substr(0, program.rfind('/'));
}

absl::StatusOr<Child> StartChild(const std::string& program,
                                 const std::vector<std::string>& arguments,
                                 const std::string& log) {
  Child child;
  child.log = log;
  const int log_fd = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_fd < 0) return FileError(log, errno);
  child.log_start = lseek(log_fd, 0, SEEK_END);
  int error_pipe[2];
  if (pipe2(error_pipe, O_CLOEXEC) != 0) {
    const int error = errno;
    close(log_fd);
    return FileError("pipe", error);
  }
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const std::vector<char*> argv = Pointers(&words);
  const pid_t parent = getpid();
  child.pid = fork();
  if (child.pid == 0) {
    BecomeProgram(program.c_str(), argv.data(), log_fd, parent);
    const int error = errno;
    [[maybe_unused]] const ssize_t written = write(error_pipe[1], &error, sizeof error);
    _exit(127);
  }
  const int fork_error = child.pid < 0 ? errno : 0;
  close(log_fd);
  close(error_pipe[1]);
  const int error = fork_error != 0 ? fork_error : ReadError(error_pipe[0]);
  close(error_pipe[0]);
  if (error == 0) return child;
  if (child.pid > 0) waitpid(child.pid, nullptr, 0);
  return FileError(program, error);
}

bool HasEnded(Child* child) {
  if (child->pid < 0) return true;
  int status = 0;
  if (waitpid(child->pid, &status, WNOHANG) != child->pid) return false;
  child->wait_status = status;
  child->pid = -1;
  return true;
}

std::string DescribeEnd(const Child& child) {
  if (WIFSIGNALED(child.wait_status)) {
    return absl::StrCat("signal ", WTERMSIG(child.wait_status));
  }
  return absl::StrCat("exit code ", WEXITSTATUS(child.wait_status));
}

namespace {

// What this run of the child wrote; empty if it cannot be read.
std::string LogOf(const Child& child) {
  absl::StatusOr<std::string> content = ReadFile(child.log);
  if (!content.ok() || content->size() < static_cast<size_t>(child.log_start)) return "";
  return content->substr(child.log_start);
}

}  // namespace

bool HasStarted(const Child& daemon) {
  return absl::StrContains(LogOf(daemon), R"("event":"started")");
}

std::vector<std::string> LastLogLines(const Child& child, size_t count) {
  std::vector<std::string> lines = absl::StrSplit(LogOf(child), '\n', absl::SkipEmpty());
  if (lines.size() > count) lines.erase(lines.begin(), lines.end() - count);
  return lines;
}

}  // namespace lotse::cli
