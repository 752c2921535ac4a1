#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/engine/answer_rules.h"

namespace lotse::survey {

// Bound as a write although the resources are only read: writes exclude one
// another, so a wave cannot be closed between the check and the commit of the
// answers.
absl::Status SubmitResponse(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                            const v1alpha::SubmitResponseRequest& q, bool* stored,
                            v1alpha::SubmitResponseResponse* r) {
  rpc::FieldViolations violations;
  if (!types::IsRandomUuid(q.response_id())) {
    violations.push_back({"response_id",
                          "missing or not a random UUID; give version 4 in lower case, made anew "
                          "for each response"});
  }
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  v1alpha::Wave wave;
  if (absl::Status status = tx.Load(q.parent(), &wave); !status.ok()) return status;
  if (absl::Status status = CheckTakesAnswers(wave); !status.ok()) return status;
  const auto instrument = instruments.Get(tx, wave.instrument());
  if (!instrument.ok()) return instrument.status();
  if (absl::Status status = rpc::InvalidFields(CheckAnswers(**instrument, q.answers()));
      !status.ok()) {
    return status;
  }
  const absl::StatusOr<bool> duplicate =
      responses.Add(wave.name(), q.response_id(), InInstrumentOrder(**instrument, q.answers()));
  if (!duplicate.ok()) return duplicate.status();
  *stored |= !*duplicate;
  r->set_duplicate(!*stored);
  return absl::OkStatus();
}

}  // namespace lotse::survey
