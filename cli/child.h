#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lotse::cli {

// A program that was started and whose output goes to a log.
struct Child {
  pid_t pid = -1;  // -1 once its end was seen
  std::string log;
  // Where in the log the output of this run begins.
  off_t log_start = 0;
  // Its status as of waitpid, valid once `pid` is -1.
  int wait_status = 0;
};

// Starts a program with an empty stdin and both outputs appended to `log`. It is
// a process group of its own, so that Ctrl-C in the terminal reaches this
// program alone, and it gets SIGTERM from the kernel when this program dies in
// whatever way. FileError: the program cannot be executed or the log not opened.
absl::StatusOr<Child> StartChild(const std::string& program,
                                 const std::vector<std::string>& arguments, const std::string& log);

// The path of the program that runs this.
std::string ThisProgram();

// The folder of it, where the daemons lie too.
std::string FolderOfThisProgram();

// True if the child has ended; its status is kept.
bool HasEnded(Child* child);

// "exit code 2" or "signal 9", of a child that has ended.
std::string DescribeEnd(const Child& child);

// True if this run of a daemon has told that it listens on its ports. What answers there before may
// be another one.
bool HasStarted(const Child& daemon);

// The last lines, at most `count`, that this run of the child wrote.
std::vector<std::string> LastLogLines(const Child& child, size_t count);

}  // namespace lotse::cli
