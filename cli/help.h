#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/commands.h"

namespace lotse::cli {

// "lotse 0.1.0".
std::string VersionLine();

// The overview: commands, topics, global flags.
std::string HelpOverview();

// "lotse report make PARENT --id=ID [FLAG...]": what has to be typed.
std::string UsageOf(const Command& command);

// Usage, description and flags of one command.
std::string HelpForCommand(const Command& command);

// The help for a command (its words joined by a space) or a topic
// (`exit-codes`, `mapping`). UsageError if there is none.
absl::StatusOr<std::string> HelpFor(absl::string_view subject);

}  // namespace lotse::cli
