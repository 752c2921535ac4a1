#include "services/reporting/document/release_waves.h"

#include "runtime/schema/address.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

using survey::v1alpha::ResponseRate;
using survey::v1alpha::TabulateWaveResponse;
using survey::v1alpha::Wave;

std::string WaveOfRelease(absl::string_view release) {
  return std::string(schema::ParentOf(release));
}

std::vector<const TabulateWaveResponse*> WavesOf(const ReportInputs& inputs) {
  std::vector<const TabulateWaveResponse*> waves;
  for (const TabulateWaveResponse& wave : inputs.waves) waves.push_back(&wave);
  for (const ReleaseWave& wave : inputs.release_waves) waves.push_back(&wave.told);
  return waves;
}

std::optional<int64_t> InvitedOfPurged(const Wave& wave) {
  if (wave.purge().has_invitations()) return wave.purge().invitations();
  // Invitations there were, but few, or they could not be counted.
  if (wave.access() == Wave::ACCESS_INVITED) return std::nullopt;
  if (wave.invited_count() < 1) return std::nullopt;
  return wave.invited_count();
}

std::optional<int64_t> ResponsesOf(absl::string_view wave,
                                   const std::vector<ReleaseInputs>& releases) {
  for (const ReleaseInputs& of : releases) {
    if (of.release.has_responses() && WaveOfRelease(of.release.name()) == wave) {
      return of.release.responses();
    }
  }
  return std::nullopt;
}

ResponseRate ResponseRateOf(std::optional<int64_t> responses, std::optional<int64_t> invited) {
  ResponseRate rate;
  if (!responses.has_value()) return rate;
  rate.set_responses(static_cast<int32_t>(*responses));
  if (!invited.has_value()) return rate;
  rate.set_invited(static_cast<int32_t>(*invited));
  if (const auto per_mille = RoundPerMille(*responses, *invited); per_mille.has_value()) {
    rate.set_rate_per_mille(static_cast<int32_t>(*per_mille));
  }
  return rate;
}

}  // namespace lotse::reporting
