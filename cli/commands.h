#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/args.h"
#include "cli/output.h"
#include "cli/settings.h"

namespace lotse::cli {

// One run of a command: what was typed behind its name, what holds for every
// command, and the world around.
struct Invocation {
  const Args& args;
  const Settings& settings;
  Environment& environment;
};

// A command and its help.
struct Command {
  const char* name;       // one or two words
  const char* arguments;  // as shown in the usage line, with the required flags
  int min_arguments;
  int max_arguments;  // -1: no limit
  const char* summary;
  const char* description;
  absl::Span<const FlagSpec> flags;
  absl::Status (*run)(const Invocation& invocation);
};

// All commands, in the order of the help.
absl::Span<const Command> AllCommands();

// Those that are no part of a consultant's day; command_table.cc has them.
absl::Span<const Command> GeneralCommands();

// The sending of answers; submit_command_table.cc has it.
absl::Span<const Command> SubmitCommands();

// Runs a command line (without the program's name) and returns what the program
// ends with. Errors are printed.
int RunLotse(const std::vector<std::string>& words, Environment& environment);

// The commands; each prints its result on `environment.out` and returns the
// error, which RunLotse prints.
absl::Status RunHelp(const Invocation& invocation);
absl::Status RunCall(const Invocation& invocation);
absl::Status RunMethods(const Invocation& invocation);
absl::Status RunDescribe(const Invocation& invocation);
absl::Status RunImportQuestionnaire(const Invocation& invocation);
absl::Status RunImportAnswers(const Invocation& invocation);
absl::Status RunSubmit(const Invocation& invocation);
absl::Status RunImportTerritories(const Invocation& invocation);
absl::Status RunExportEngagement(const Invocation& invocation);
absl::Status RunExportCsv(const Invocation& invocation);
absl::Status RunImportEngagement(const Invocation& invocation);
absl::Status RunImportCsv(const Invocation& invocation);
absl::Status RunTable(const Invocation& invocation);
absl::Status RunDev(const Invocation& invocation);
absl::Status RunDevCertificates(const Invocation& invocation);
absl::Status RunDevToken(const Invocation& invocation);
absl::Status RunBlobPut(const Invocation& invocation);
absl::Status RunBlobGet(const Invocation& invocation);
absl::Status RunGrantAdd(const Invocation& invocation);
absl::Status RunGrantList(const Invocation& invocation);
absl::Status RunGrantWho(const Invocation& invocation);
absl::Status RunGrantRevoke(const Invocation& invocation);
absl::Status RunSeed(const Invocation& invocation);
absl::Status RunLogin(const Invocation& invocation);
absl::Status RunStoreShow(const Invocation& invocation);
absl::Status RunStoreGrep(const Invocation& invocation);
absl::Status RunStoreExport(const Invocation& invocation);
absl::Status RunStoreVerify(const Invocation& invocation);
absl::Status RunStoreBackup(const Invocation& invocation);
absl::Status RunStoreRestore(const Invocation& invocation);
absl::Status RunStoreRewrite(const Invocation& invocation);

// The service that is to answer a method: the only one that has it, else that of
// --service. UsageError.
absl::StatusOr<std::string> ServiceFor(const google::protobuf::MethodDescriptor& method,
                                       const Invocation& invocation);

}  // namespace lotse::cli
