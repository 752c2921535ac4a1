#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"

// The commands of questionnaires and their versions.
namespace lotse::cli {

// They with their flags and their help; command_table.cc has them.
absl::Span<const Command> QuestionnaireCommands();

absl::Status RunQuestionnaireExport(const Invocation& invocation);
absl::Status RunQuestionnaireValidate(const Invocation& invocation);
absl::Status RunQuestionnaireCompare(const Invocation& invocation);
absl::Status RunQuestionnairePublish(const Invocation& invocation);
absl::Status RunQuestionnaireRetire(const Invocation& invocation);

}  // namespace lotse::cli
