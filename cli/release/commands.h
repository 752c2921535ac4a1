#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"

// The commands that give figures away: releases and their tables.
namespace lotse::cli {

// They with their flags and their help; command_table.cc has them.
absl::Span<const Command> ReleaseCommands();

absl::Status RunReleaseMake(const Invocation& invocation);
absl::Status RunReleaseShow(const Invocation& invocation);
absl::Status RunReleaseCheck(const Invocation& invocation);
absl::Status RunVariables(const Invocation& invocation);

// Whether a name is that of a release, so that lotse table asks for one of its tables.
bool IsRelease(absl::string_view name);

// lotse table of a release: the table that the command line describes, or all of the release if
// it describes none.
absl::Status RunReleaseTable(const Invocation& invocation);

}  // namespace lotse::cli
