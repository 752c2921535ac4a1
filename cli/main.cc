// The program `lotse`.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"
#include "cli/commands.h"

namespace {

std::map<std::string, std::string> Variables() {
  std::map<std::string, std::string> variables;
  for (const char* name :
       {"LOTSE_ENGAGEMENT", "LOTSE_SURVEY", "LOTSE_REPORTING", "LOTSE_TLS_CA",
        "LOTSE_TLS_CERTIFICATE", "LOTSE_TLS_KEY", "LOTSE_TOKEN", "LOTSE_TOKEN_FILE",
        "LOTSE_TOKEN_COMMAND", "XDG_CONFIG_HOME", "HOME", "LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const char* value = std::getenv(name); value != nullptr) variables[name] = value;
  }
  return variables;
}

// Columns of the terminal; 80 if stdout is not one.
int Columns() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  int number = 0;
  if (columns != nullptr && absl::SimpleAtoi(columns, &number) && number > 0) return number;
  return 80;
}

}  // namespace

int main(int argc, char** argv) {
  // gRPC's own messages would stand between ours; what they say comes back as
  // the status of the call.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  lotse::cli::Environment environment = {
      std::cin, std::cout, std::cerr, Variables(), isatty(STDERR_FILENO) == 1, Columns()};
  environment.in_is_terminal = isatty(STDIN_FILENO) == 1;
  return lotse::cli::RunLotse({argv + 1, argv + argc}, environment);
}
