#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"

// The commands of a consultant's day.
namespace lotse::cli {

// They with their flags and their help; command_table.cc has them.
absl::Span<const Command> EngagementCommands();

absl::Status RunEngagementOpen(const Invocation& invocation);
absl::Status RunEngagementStatus(const Invocation& invocation);
absl::Status RunEngagementGantt(const Invocation& invocation);
absl::Status RunEngagementChanges(const Invocation& invocation);
absl::Status RunDue(const Invocation& invocation);
absl::Status RunMeasurementRecord(const Invocation& invocation);
absl::Status RunGateCheck(const Invocation& invocation);
absl::Status RunGatePass(const Invocation& invocation);

}  // namespace lotse::cli
