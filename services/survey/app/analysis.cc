#include <utility>

#include "services/survey/app/basic_figures.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {

absl::Status TabulateWave(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                          const v1alpha::TabulateWaveRequest& q, v1alpha::TabulateWaveResponse* r) {
  v1alpha::Instrument instrument;
  v1alpha::Wave wave;
  const absl::Status loaded = store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.name(), &wave); !s.ok()) return s;
    if (absl::Status s = CheckCanBeTabulated(wave); !s.ok()) return s;
    return tx.Load(wave.instrument(), &instrument);
  });
  if (!loaded.ok()) return loaded;
  const auto figures = FreezeBasicFigures(store, responses, caller, wave, instrument);
  if (!figures.ok()) return figures.status();
  *r = ToldOf(*figures, wave);
  r->set_pilot(wave.pilot());
  *r->mutable_instrument_title() = instrument.title();
  r->set_instrument_sha256(instrument.content_sha256());
  *r->mutable_wave() = std::move(wave);
  return SetResponseCount(responses, r->mutable_wave());
}

}  // namespace lotse::survey
