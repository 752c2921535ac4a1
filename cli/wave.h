#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cli/commands.h"
#include "cli/engagement/view.h"
#include "lotse/survey/v1alpha/collection_report.pb.h"
#include "lotse/survey/v1alpha/population.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"

// The commands that lead a wave from its release to its end.
namespace lotse::cli {

// They with their flags and their help; wave_command_table.cc has them.
absl::Span<const Command> WaveCommands();

absl::Status RunWaveStatus(const Invocation& invocation);
absl::Status RunWaveRelease(const Invocation& invocation);
absl::Status RunWaveRevoke(const Invocation& invocation);
absl::Status RunWaveOpen(const Invocation& invocation);
absl::Status RunWaveProlong(const Invocation& invocation);
absl::Status RunWaveClose(const Invocation& invocation);
absl::Status RunWavePurge(const Invocation& invocation);
absl::Status RunWaveErase(const Invocation& invocation);
absl::Status RunWaveWatch(const Invocation& invocation);

// What is known of a wave, a line each; what its release lacks is named as missing.
// `population` is that of the wave, null if it has none.
std::string ViewWave(const survey::v1alpha::Wave& wave,
                     const survey::v1alpha::Population* population, const ViewOptions& options);

// How the collection goes: a table of all who were invited and of each stratum, one of the
// response rates, and one of the quotas. Figures that are absent say why.
std::string ViewCollection(const survey::v1alpha::GetCollectionReportResponse& report,
                           const ViewOptions& options);

}  // namespace lotse::cli
