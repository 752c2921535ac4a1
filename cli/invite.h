#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"

// The commands about who is invited to a wave.
namespace lotse::cli {

// They with their flags and their help; invite_command_table.cc has them.
absl::Span<const Command> InviteCommands();

absl::Status RunInviteIssue(const Invocation& invocation);
absl::Status RunInviteRemind(const Invocation& invocation);
absl::Status RunInviteMark(const Invocation& invocation);
absl::Status RunInviteCount(const Invocation& invocation);

}  // namespace lotse::cli
