#include "services/survey/app/use_cases.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {

using v1alpha::Wave;

absl::Status OpenWave(Tx& tx, const v1alpha::OpenWaveRequest& q, Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = OpenWave(r); !s.ok()) return s;
  return tx.Save("OPEN", q.reason(), r);
}

absl::Status CloseWave(Tx& tx, ResponseStore& responses, const v1alpha::CloseWaveRequest& q,
                       Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = CloseWave(r); !s.ok()) return s;
  if (absl::Status s = tx.Save("CLOSE", q.reason(), r); !s.ok()) return s;
  if (q.validate_only()) return absl::OkStatus();
  // Before the wave counts as closed: from then on it takes nothing, and nothing tells
  // the order of its answers, or it is not closed.
  return responses.Close(r->name());
}

}  // namespace lotse::survey
