#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"

// Backups of all stores of a machine, as its operators make, check and restore them; see
// docs/operations/backup.md. `lotse store backup` copies one store.
namespace lotse::cli {

// They with their flags and their help; command_table.cc has them.
absl::Span<const Command> BackupCommands();

absl::Status RunBackup(const Invocation& invocation);
absl::Status RunBackupVerify(const Invocation& invocation);
absl::Status RunRestore(const Invocation& invocation);
absl::Status RunStoreReferences(const Invocation& invocation);

}  // namespace lotse::cli
