#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/report_inputs.h"

// The waves behind releases. All that is told of them follows from the wave, its questionnaire and
// its releases, so it can be told after the answers are purged.
namespace lotse::reporting {

// The wave whose tables are in the release of this name.
std::string WaveOfRelease(absl::string_view release);

// All waves that a report tells of: those it shows, then those of which it shows releases alone.
// They point into `inputs`.
std::vector<const survey::v1alpha::TabulateWaveResponse*> WavesOf(const ReportInputs& inputs);

// How many were invited to a wave whose answers are purged: as its certificate says, else as was
// stated. Nothing if it is not known. Source: Wave.invited_count, WavePurge.invitations.
std::optional<int64_t> InvitedOfPurged(const survey::v1alpha::Wave& wave);

// How many took part in a wave, as the first of its releases says that says so. Nothing where all
// of them protect it. Source: Release.responses.
std::optional<int64_t> ResponsesOf(absl::string_view wave,
                                   const std::vector<ReleaseInputs>& releases);

// The figures of a response rate. Without the responses none is told, with them an absent number of
// the invited is unknown. Source: ResponseRate.
survey::v1alpha::ResponseRate ResponseRateOf(std::optional<int64_t> responses,
                                             std::optional<int64_t> invited);

}  // namespace lotse::reporting
