#include <utility>

#include "services/survey/app/rules.h"
#include "services/survey/app/tables.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {

absl::Status TabulateWave(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                          const v1alpha::TabulateWaveRequest& q, v1alpha::TabulateWaveResponse* r) {
  v1alpha::Instrument instrument;
  const absl::Status loaded = store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.name(), r->mutable_wave()); !s.ok()) return s;
    if (absl::Status s = CheckCanBeTabulated(r->wave()); !s.ok()) return s;
    return tx.Load(r->wave().instrument(), &instrument);
  });
  if (!loaded.ok()) return loaded;
  v1alpha::TabulateWaveResponse tables;
  const absl::Status counted = Tabulate(responses, r->wave(), instrument, caller.patience, &tables);
  if (!counted.ok()) return counted;
  // If it was purged meanwhile, there was less to be counted, or nothing.
  const absl::Status still_there = store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    v1alpha::Wave wave;
    if (absl::Status s = tx.Load(q.name(), &wave); !s.ok()) return s;
    return CheckCanBeTabulated(wave);
  });
  if (!still_there.ok()) return still_there;
  *r->mutable_instrument_title() = instrument.title();
  r->set_instrument_sha256(instrument.content_sha256());
  r->set_pilot(r->wave().pilot());
  r->MergeFrom(tables);
  return SetResponseCount(responses, r->mutable_wave());
}

}  // namespace lotse::survey
