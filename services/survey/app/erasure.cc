// Erasing of answers and purging of waves. The change log of the wave notes who did it and
// why, and never whose answers they were or what they said.
#include <string>
#include <vector>

#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/collected.h"
#include "services/survey/app/retention.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/erasure_rules.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/retention_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

// The questionnaire of a wave in the form in which answers are read.
absl::StatusOr<CompiledInstrument> InstrumentOf(Tx& tx, const Wave& wave) {
  v1alpha::Instrument instrument;
  if (absl::Status s = tx.Load(wave.instrument(), &instrument); !s.ok()) return s;
  return CompiledInstrument(instrument);
}

// Whether it can be told which response is meant.
void CheckWhich(const v1alpha::EraseResponseRequest& q, const Wave& wave,
                rpc::FieldViolations* violations) {
  if (q.pseudonym().empty()) {
    if (types::IsRandomUuid(q.response_id())) return;
    violations->push_back({"response_id", "no random UUID; give the one it was handed in with"});
  } else if (IdentityOf(wave) == Wave::IDENTITY_ANONYMOUS) {
    violations->push_back({"pseudonym", "there are none in anonymous waves; give response_id"});
  } else if (!q.response_id().empty()) {
    violations->push_back({"pseudonym", "give it or response_id, not both"});
  }
}

}  // namespace

absl::Status EraseResponse(Tx& tx, ResponseStore& responses, const v1alpha::EraseResponseRequest& q,
                           v1alpha::EraseResponseResponse*) {
  Wave wave;
  if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
  const auto instrument = InstrumentOf(tx, wave);
  if (!instrument.ok()) return instrument.status();
  auto violations = CheckErasure(*instrument, q.codes(), /*needed=*/false, q.reason());
  CheckWhich(q, wave, &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (absl::Status s = CheckCanEraseResponse(wave); !s.ok()) return s;
  // Counted whether there is such a response or not, and before it is looked for.
  wave.set_erasure_requests(wave.erasure_requests() + 1);
  if (absl::Status s = tx.Save("ERASE_RESPONSE", q.reason(), &wave); !s.ok()) return s;
  // Before the entry of the log is on disk: what it tells is done, or can be done again.
  if (absl::Status s = MakeFormerFiles(responses, wave); !s.ok()) return s;
  const std::vector<std::string> codes(q.codes().begin(), q.codes().end());
  if (q.pseudonym().empty()) {
    const auto counted =
        wave.quotas().empty() ? nullptr : std::make_shared<const CountPlan>(wave.quotas());
    return responses.Erase(q.parent(), *instrument, q.response_id(), codes, counted);
  }
  const auto files = responses.Personal(q.parent());
  if (!files.ok()) return files.status();
  return (*files)->Erase(*instrument, Which{.pseudonym = q.pseudonym()}, codes);
}

absl::Status EraseAnswers(Tx& tx, ResponseStore& responses, const v1alpha::EraseAnswersRequest& q,
                          Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  const auto instrument = InstrumentOf(tx, *r);
  if (!instrument.ok()) return instrument.status();
  const auto violations = CheckErasure(*instrument, q.codes(), /*needed=*/true, q.reason());
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (absl::Status s = CheckCanEraseAnswers(*r); !s.ok()) return s;
  AddErasedCodes(q.codes(), r);
  if (absl::Status s = tx.Save("ERASE_ANSWERS", q.reason(), r); !s.ok()) return s;
  if (q.validate_only()) return absl::OkStatus();
  if (absl::Status s = MakeFormerFiles(responses, *r); !s.ok()) return s;
  return responses.EraseQuestions(q.name(), *instrument,
                                  std::vector<std::string>(q.codes().begin(), q.codes().end()));
}

absl::Status PurgeWave(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                       const v1alpha::PurgeWaveRequest& q, Wave* r) {
  rpc::FieldViolations violations;
  CheckReasonGiven(q.reason(), "why are its answers purged?", &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  Wave wave;
  const absl::Status read = store.Read([&](Tx& tx) { return tx.Load(q.name(), &wave); });
  if (!read.ok()) return read;
  const auto counts = CountToPurge(responses, wave, caller.patience);
  if (!counts.ok()) return counts.status();
  const absl::Status certified = store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
    r->Clear();
    // Closed with another etag it was closed after it was counted.
    if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
    if (r->etag() != wave.etag()) return tx.LoadForChange(q.name(), wave.etag(), r);
    return CertifyPurge(tx, nullptr, q.reason(), *counts, r);
  });
  if (!certified.ok()) return certified;
  // What was certified is done now; if it cannot be, FieldPeriods goes on until it is.
  const absl::Status forbidden = store.WriteAndWait(
      caller.cause, [&](Tx& tx) { return ForbidFilesOf(tx, responses, q.name()); });
  if (!forbidden.ok()) return forbidden;
  return responses.Purge(q.name(), caller.patience.deadline);
}

}  // namespace lotse::survey
