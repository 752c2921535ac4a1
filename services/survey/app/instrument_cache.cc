#include "services/survey/app/instrument_cache.h"

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

absl::StatusOr<std::shared_ptr<const CompiledInstrument>> InstrumentCache::Get(
    resource::Tx& tx, absl::string_view name) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = entries_.find(name); it != entries_.end()) return it->second;
  }
  v1alpha::Instrument instrument;
  if (absl::Status s = tx.Load(name, &instrument); !s.ok()) return s;
  auto compiled = std::make_shared<const CompiledInstrument>(instrument);
  absl::MutexLock lock(&mutex_);
  if (entries_.size() >= kMaxEntries) entries_.clear();
  entries_[std::string(name)] = compiled;
  return compiled;
}

}  // namespace lotse::survey
