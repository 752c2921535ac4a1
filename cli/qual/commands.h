#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"

// The commands of qualitative studies.
namespace lotse::cli {

// They with their flags and their help; command_table.cc has them.
absl::Span<const Command> QualCommands();

absl::Status RunQualImport(const Invocation& invocation);
absl::Status RunQualCode(const Invocation& invocation);
absl::Status RunQualFind(const Invocation& invocation);
absl::Status RunQualAgreement(const Invocation& invocation);
absl::Status RunQualExport(const Invocation& invocation);

}  // namespace lotse::cli
