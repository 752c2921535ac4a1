#include "services/survey/app/rules.h"

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using resource::Tx;
using v1alpha::Instrument;
using v1alpha::Survey;
using v1alpha::Wave;

rpc::FieldViolations CheckInRequest(const Instrument& instrument) {
  rpc::FieldViolations violations = CheckInstrument(instrument);
  for (auto& violation : violations) violation.field = absl::StrCat("instrument.", violation.field);
  return violations;
}

}  // namespace

absl::Status SetContentHash(Instrument* instrument) {
  Instrument asked;
  *asked.mutable_title() = instrument->title();
  *asked.mutable_sections() = instrument->sections();
  const absl::StatusOr<std::string> json = types::CanonicalJson(asked);
  if (!json.ok()) {
    return rpc::InvalidFields({{"instrument", std::string(json.status().message())}});
  }
  instrument->set_content_sha256(types::Sha256Hex(*json));
  return absl::OkStatus();
}

absl::Status SetResponseCount(ResponseStore& responses, Wave* wave) {
  const absl::StatusOr<int64_t> count = responses.Count(wave->name());
  if (!count.ok()) return count.status();
  const auto shown = ShownResponseCount(wave->state(), *count);
  if (shown.has_value()) wave->set_response_count(*shown);
  return absl::OkStatus();
}

void AddRules(ResponseStore* responses, resource::Standard* standard) {
  resource::RulesOf<Instrument> instruments;
  instruments.check = &CheckInRequest;
  instruments.create = [](Tx&, Instrument* instrument) { return SetContentHash(instrument); };
  standard->Add(instruments);

  resource::RulesOf<Survey> surveys;
  surveys.check = &CheckSurvey;
  standard->Add(surveys);

  resource::RulesOf<Wave> waves;
  waves.check = [](const Wave& wave) { return CheckWave(schema::ParentOf(wave.name()), wave); };
  waves.create = [](Tx&, Wave* wave) {
    wave->set_state(Wave::STATE_PLANNED);
    return absl::OkStatus();
  };
  waves.update = [](Tx&, const Wave& before, Wave* after) {
    return CheckWaveUpdate(before, *after);
  };
  waves.remove = [](Tx&, const Wave& wave) { return CheckWaveDelete(wave); };
  // Not stored with the wave: an answer must change neither its etag nor its time.
  waves.complete = [responses](Wave* wave) { return SetResponseCount(*responses, wave); };
  standard->Add(waves);
}

}  // namespace lotse::survey
