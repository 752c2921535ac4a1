#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"

// The commands of reports and their versions.
namespace lotse::cli {

// They with their flags and their help; command_table.cc has them.
absl::Span<const Command> ReportCommands();

absl::Status RunReportMake(const Invocation& invocation);
absl::Status RunReportShow(const Invocation& invocation);
absl::Status RunReportSubmit(const Invocation& invocation);
absl::Status RunReportReturn(const Invocation& invocation);
absl::Status RunReportRelease(const Invocation& invocation);
absl::Status RunReportRecord(const Invocation& invocation);
absl::Status RunReportWithdraw(const Invocation& invocation);
absl::Status RunReportDiff(const Invocation& invocation);
absl::Status RunReportVerify(const Invocation& invocation);
absl::Status RunReportExport(const Invocation& invocation);

}  // namespace lotse::cli
