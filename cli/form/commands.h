#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"

// The commands for questionnaires in files. They need no service: they use its readers and rules.
namespace lotse::cli {

// They with their flags and their help; command_table.cc has them.
absl::Span<const Command> FormCommands();

absl::Status RunFormCheck(const Invocation& invocation);
absl::Status RunFormShow(const Invocation& invocation);
absl::Status RunFormFill(const Invocation& invocation);

}  // namespace lotse::cli
