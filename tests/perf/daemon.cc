#include "tests/perf/daemon.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

extern char** environ;

namespace lotse::perf {
namespace {

// Those that run: whoever ends this program by exit() leaves none behind.
std::set<pid_t>& Running() {
  static auto* running = [] {
    std::atexit([] {
      for (const pid_t pid : Running()) kill(pid, SIGKILL);
    });
    return new std::set<pid_t>();
  }();
  return *running;
}

[[noreturn]] void Die(absl::string_view what) {
  std::fprintf(stderr, "bench: %s\n", std::string(what).c_str());
  std::exit(1);
}

std::string Program(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/exe").replace_filename(name).string();
}

}  // namespace

Daemon::Daemon(std::string program, std::string folder, std::vector<std::string> flags)
    : program_(std::move(program)), folder_(std::move(folder)), flags_(std::move(flags)) {
  // A reader of our output that goes away must not leave the daemon behind.
  signal(SIGPIPE, SIG_IGN);
  Start();
}

Daemon::~Daemon() { Stop(); }

void Daemon::Start() {
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) Die("cannot make a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
  std::vector<std::string> arguments = {Program(program_), "--listen=127.0.0.1:0",
                                        "--management_listen=127.0.0.1:0",
                                        absl::StrCat("--data_dir=", folder_)};
  arguments.insert(arguments.end(), flags_.begin(), flags_.end());
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  if (posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ) != 0) {
    Die(absl::StrCat("cannot start ", arguments[0], "; build it beside this program"));
  }
  Running().insert(pid_);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  ReadLog(pipe_ends[0]);
}

void Daemon::ReadLog(int pipe) {
  // The line that tells the port is among the first.
  constexpr absl::string_view kPort = "\"port\":";
  std::string line;
  size_t at = std::string::npos;
  for (char c; at == std::string::npos && read(pipe, &c, 1) == 1; line += c) {
    if (c != '\n') continue;
    if (absl::StrContains(line, "\"event\":\"started\"")) at = line.find(kPort.data());
    if (at == std::string::npos) line.clear();
  }
  if (at == std::string::npos) Die(absl::StrCat(program_, " did not start: ", line));
  address_ = absl::StrCat("127.0.0.1:", std::atoi(line.c_str() + at + kPort.size()));
  log_reader_ = std::thread([pipe] {
    char buffer[65536];
    while (read(pipe, buffer, sizeof(buffer)) > 0) {
    }
    close(pipe);
  });
}

void Daemon::Stop() {
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
  Running().erase(pid_);
  log_reader_.join();
  if (status != 0) Die(program_ + " did not stop as it should");
}

void Daemon::Restart() {
  Stop();
  Start();
}

double Daemon::CpuSeconds() const {
  std::ifstream in(absl::StrCat("/proc/", pid_, "/stat"));
  std::string line;
  std::getline(in, line);
  // Behind the name of the program, which may have spaces: state and ten more fields, then
  // the time in the program and in the kernel.
  const std::vector<std::string> fields = absl::StrSplit(line.substr(line.rfind(')') + 2), ' ');
  int64_t user = 0, kernel = 0;
  if (fields.size() < 13 || !absl::SimpleAtoi(fields[11], &user) ||
      !absl::SimpleAtoi(fields[12], &kernel)) {
    return 0;
  }
  return static_cast<double>(user + kernel) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

int64_t Daemon::ReadMemory(const std::string& what) const {
  std::ifstream status(absl::StrCat("/proc/", pid_, "/status"));
  std::string word;
  int64_t kilobytes = 0;
  while (status >> word) {
    if (word == what && status >> kilobytes) return kilobytes * 1024;
  }
  Die(absl::StrCat("cannot read the memory of ", program_));
}

std::string MakeFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "lotse-bench-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) Die("cannot make a temporary folder");
  return pattern;
}

}  // namespace lotse::perf
