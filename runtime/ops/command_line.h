#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

// The configuration of a daemon: defaults, over them a JSON file, over it the
// environment, over it flags. The config message is the only list of settings;
// flags and variables follow from it.
namespace lotse::ops {

// Exit codes of the daemons; part of the public interface, see
// docs/operations/exit-codes.md.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 64;  // a flag is unknown or malformed
inline constexpr int kExitStoreNewer =
    65;  // the store was written by a newer version, or is damaged
inline constexpr int kExitApiPortDead = 70;  // the API port answered no more
inline constexpr int kExitPortInUse = 71;    // an address cannot be bound
inline constexpr int kExitFolder = 73;       // the data folder cannot be read or written
inline constexpr int kExitStoreInUse = 75;   // another process has the data folder
inline constexpr int kExitConfig = 78;       // a setting is unknown, malformed or out of range

// What to do after the command line was read.
enum class Action { kRun, kPrintHelp, kPrintVersion, kPrintConfig, kCheckConfig };

struct CommandLine {
  Action action = Action::kRun;
  // OK, or what is wrong in one line.
  absl::Status status;
  // The exit code that belongs to `status`.
  int exit_code = kExitOk;
};

// Reads `--config=FILE`, the variables PREFIX_SETTING of `environment` (entries
// NAME=value) and the flags `--setting=value` into `config`, which comes in with
// the defaults. A setting is a field of `config` or of a message in it, by its
// own name.
CommandLine ReadCommandLine(const std::vector<std::string>& arguments,
                            const std::vector<std::string>& environment,
                            absl::string_view environment_prefix,
                            google::protobuf::Message* config);

// The settings as JSON that `--config` takes, with secrets masked.
std::string PrintConfig(const google::protobuf::Message& config);

// The text of --help: usage, flags with their variables and defaults.
std::string HelpText(absl::string_view program, absl::string_view summary,
                     absl::string_view environment_prefix,
                     const google::protobuf::Message& defaults);

}  // namespace lotse::ops
