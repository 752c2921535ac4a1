#pragma once

#include "absl/types/span.h"
#include "cli/commands.h"

namespace lotse::cli {

// The export of single responses.
absl::Span<const Command> ExportResponsesCommands();

}  // namespace lotse::cli
