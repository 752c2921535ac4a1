#include "services/survey/app/instrument_cache.h"

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

absl::StatusOr<std::shared_ptr<const CompiledInstrument>> InstrumentCache::Get(
    resource::Tx& tx, absl::string_view name) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = compiled_.find(name); it != compiled_.end()) return it->second;
  }
  v1alpha::Instrument instrument;
  if (absl::Status s = tx.Load(name, &instrument); !s.ok()) return s;
  auto compiled = std::make_shared<const CompiledInstrument>(instrument);
  absl::MutexLock lock(&mutex_);
  Keep(name, compiled, &compiled_);
  return compiled;
}

absl::StatusOr<std::shared_ptr<const LiveForm>> InstrumentCache::GetLive(resource::Tx& tx,
                                                                         absl::string_view name) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = live_.find(name); it != live_.end()) return it->second;
  }
  auto compiled = Get(tx, name);
  if (!compiled.ok()) return compiled.status();
  v1alpha::Instrument instrument;
  if (absl::Status s = tx.Load(name, &instrument); !s.ok()) return s;
  auto live = std::make_shared<const LiveForm>(std::move(instrument), *std::move(compiled));
  absl::MutexLock lock(&mutex_);
  Keep(name, live, &live_);
  return live;
}

}  // namespace lotse::survey
