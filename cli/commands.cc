#include "cli/commands.h"

#include <algorithm>
#include <cerrno>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/backup/commands.h"
#include "cli/engagement/commands.h"
#include "cli/export_responses.h"
#include "cli/failure.h"
#include "cli/form/commands.h"
#include "cli/help.h"
#include "cli/invite.h"
#include "cli/qual/commands.h"
#include "cli/questionnaire/commands.h"
#include "cli/release/commands.h"
#include "cli/report/commands.h"
#include "cli/text.h"
#include "cli/wave.h"

namespace lotse::cli {
namespace {

// The flags of all commands, so that the words can be taken apart before the
// command is known. A flag means the same kind of thing everywhere.
std::vector<FlagSpec> AllFlags() {
  std::vector<FlagSpec> flags(GlobalFlags().begin(), GlobalFlags().end());
  for (const Command& command : AllCommands()) {
    flags.insert(flags.end(), command.flags.begin(), command.flags.end());
  }
  return flags;
}

// The command whose words the arguments begin with, the longest; its words are
// removed from the arguments.
absl::StatusOr<const Command*> TakeCommand(Args* args) {
  const Command* found = nullptr;
  size_t found_words = 0;
  std::vector<std::string>& words = args->positional;
  std::vector<std::string> names;
  for (const Command& command : AllCommands()) {
    names.push_back(command.name);
    for (size_t count = 1; count <= 2 && count <= words.size(); ++count) {
      const std::string name = absl::StrJoin(words.begin(), words.begin() + count, " ");
      if (name == command.name && count > found_words) {
        found = &command;
        found_words = count;
      }
    }
  }
  if (found == nullptr) {
    const absl::StatusOr<std::string> group = HelpFor(words[0]);
    if (group.ok() && words.size() > 1) {
      const std::string both = absl::StrCat(words[0], " ", words[1]);
      return UsageError(
          absl::StrCat("there is no command '", both, "'", DidYouMean(both, names), ".\n", *group));
    }
    if (group.ok()) {
      return UsageError(absl::StrCat("'", words[0], "' is not a command by itself.\n", *group));
    }
    return UsageError(absl::StrCat("there is no command '", words[0], "'",
                                   DidYouMean(words[0], names), "; see lotse help"));
  }
  words.erase(words.begin(), words.begin() + found_words);
  return found;
}

// The flags that an unknown one may have been meant for: those of every command, and of
// the command that the words name.
std::vector<FlagSpec> FlagsToSuggest(const std::vector<std::string>& words,
                                     absl::Span<const FlagSpec> all) {
  Args args;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!absl::StartsWith(words[i], "-")) {
      args.positional.push_back(words[i]);
      continue;
    }
    const auto known = std::find_if(all.begin(), all.end(), [&](const FlagSpec& flag) {
      return words[i] == absl::StrCat("--", flag.name);
    });
    if (known != all.end() && known->value != nullptr) ++i;
  }
  std::vector<FlagSpec> flags(GlobalFlags().begin(), GlobalFlags().end());
  if (args.positional.empty()) return flags;
  const absl::StatusOr<const Command*> command = TakeCommand(&args);
  if (!command.ok()) return flags;
  flags.insert(flags.end(), (*command)->flags.begin(), (*command)->flags.end());
  return flags;
}

// Refuses flags of other commands and a wrong number of arguments.
absl::Status CheckUsage(const Command& command, const Args& args) {
  std::vector<FlagSpec> flags(command.flags.begin(), command.flags.end());
  flags.insert(flags.end(), GlobalFlags().begin(), GlobalFlags().end());
  if (absl::Status checked = CheckFlags(args, flags); !checked.ok()) return checked;
  const int count = static_cast<int>(args.positional.size());
  if (count < command.min_arguments ||
      (command.max_arguments >= 0 && count > command.max_arguments)) {
    return UsageError(absl::StrCat("usage: ", UsageOf(command), "; see lotse help ", command.name));
  }
  return absl::OkStatus();
}

absl::Status Dispatch(const std::vector<std::string>& words, Environment& environment) {
  const std::vector<FlagSpec> flags = AllFlags();
  absl::StatusOr<Args> args = ParseArgs(words, flags, FlagsToSuggest(words, flags));
  if (!args.ok()) return args.status();
  if (args->Has("version")) {
    environment.out << VersionLine();
    return absl::OkStatus();
  }
  if (args->positional.empty()) {
    if (!args->Has("help")) return UsageError("which command? See lotse help");
    environment.out << HelpOverview();
    return absl::OkStatus();
  }
  const absl::StatusOr<const Command*> command = TakeCommand(&*args);
  if (!command.ok()) return command.status();
  if (args->Has("help")) {
    environment.out << HelpForCommand(**command);
    return absl::OkStatus();
  }
  if (absl::Status usage = CheckUsage(**command, *args); !usage.ok()) return usage;
  const absl::StatusOr<Settings> settings = ReadSettings(*args, environment.variables);
  if (!settings.ok()) return settings.status();
  return (*command)->run({*args, *settings, environment});
}

}  // namespace

absl::Span<const Command> AllCommands() {
  static const auto* all = [] {
    const absl::Span<const Command> general = GeneralCommands();
    auto* commands = new std::vector<Command>(general.begin(), general.end());
    // Behind what imports, before files.
    const auto at = std::find_if(commands->begin(), commands->end(), [](const Command& command) {
      return absl::string_view(command.name) == "blob put";
    });
    std::vector<Command> more;
    for (const auto commands_of :
         {QuestionnaireCommands(), FormCommands(), SubmitCommands(), InviteCommands(),
          WaveCommands(), ExportResponsesCommands(), EngagementCommands(), ReleaseCommands(),
          ReportCommands(), QualCommands()}) {
      more.insert(more.end(), commands_of.begin(), commands_of.end());
    }
    commands->insert(at, more.begin(), more.end());
    commands->insert(commands->end(), BackupCommands().begin(), BackupCommands().end());
    return commands;
  }();
  return *all;
}

int RunLotse(const std::vector<std::string>& words, Environment& environment) {
  absl::Status status = Dispatch(words, environment);
  environment.out.flush();
  // A result that was not written is not a success.
  if (status.ok() && !environment.out.good()) status = FileError("stdout", EIO);
  if (!status.ok()) {
    const bool json = std::find(words.begin(), words.end(), "--json") != words.end();
    PrintFailure(status, json, environment.err);
  }
  return static_cast<int>(ExitCodeOf(status));
}

}  // namespace lotse::cli
