#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "runtime/resource/tx.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/form_state/live_form.h"

namespace lotse::survey {

// Compiled questionnaires of waves by name. Waves ask what is published, which never changes, and
// the name of a deleted one is never given to another, so an entry is never stale. Thread-safe.
class InstrumentCache {
 public:
  // Entries that are kept; beyond them it begins anew.
  static constexpr size_t kMaxEntries = 256;

  // The compiled form of a stored questionnaire. RESOURCE_NOT_FOUND.
  absl::StatusOr<std::shared_ptr<const CompiledInstrument>> Get(resource::Tx& tx,
                                                                absl::string_view name);
  // The same as it is filled in step by step.
  absl::StatusOr<std::shared_ptr<const LiveForm>> GetLive(resource::Tx& tx, absl::string_view name);

 private:
  template <class Entry>
  using Entries = absl::flat_hash_map<std::string, std::shared_ptr<const Entry>>;

  template <class Entry>
  static void Keep(absl::string_view name, std::shared_ptr<const Entry> entry,
                   Entries<Entry>* entries) {
    if (entries->size() >= kMaxEntries) entries->clear();
    (*entries)[std::string(name)] = std::move(entry);
  }

  absl::Mutex mutex_;
  Entries<CompiledInstrument> compiled_ ABSL_GUARDED_BY(mutex_);
  Entries<LiveForm> live_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::survey
