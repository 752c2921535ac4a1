// Erasing of answers and purging of waves. The change log of the wave notes who did it and
// why, before it is done, and never whose answers they were or what they said. What could not be
// done, or was cut short by a crash, is noted all the same: to ask for it again is right.
//
// It is done outside of the transaction that notes it: files are written anew, and nobody who
// writes a resource waits for that.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/resource/replay.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/collected.h"
#include "services/survey/app/retention.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/erasure_rules.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/field_period.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/retention_rules.h"
#include "services/survey/domain/wave_rules.h"

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

// What is to be done of an erasure that was noted.
absl::Status EraseNoted(ResponseStore& responses, const v1alpha::EraseResponseRequest& q,
                        const Wave& wave, const CompiledInstrument& instrument) {
  const std::vector<std::string> codes = CodesToErase(instrument, q.codes());
  if (q.pseudonym().empty()) {
    const auto counted =
        wave.quotas().empty() ? nullptr : std::make_shared<const CountPlan>(wave.quotas());
    return responses.Erase(q.parent(), instrument, q.response_id(), codes, counted);
  }
  const auto files = responses.Personal(q.parent());
  if (!files.ok()) return files.status();
  return (*files)->Erase(instrument, Which{.pseudonym = q.pseudonym()}, codes);
}

// Checks that the answers to some questions may be erased, and notes it.
absl::Status NoteErasure(Tx& tx, ResponseStore& responses, const v1alpha::EraseAnswersRequest& q,
                         Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  const auto instrument = InstrumentOf(tx, *r);
  if (!instrument.ok()) return instrument.status();
  const auto violations = CheckErasure(*instrument, q.codes(), /*needed=*/true, q.reason());
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (absl::Status s = CheckCanEraseAnswers(*r); !s.ok()) return s;
  AddErasedCodes(*instrument, q.codes(), r);
  if (absl::Status s = tx.Save("ERASE_ANSWERS", q.reason(), r); !s.ok()) return s;
  // What is kept later is kept without them.
  if (absl::Status s = ForgetErasedVariables(tx, *instrument, *r); !s.ok()) return s;
  return q.validate_only() ? absl::OkStatus() : MakeFormerFiles(responses, *r);
}

}  // namespace

absl::Status EraseResponse(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                           const v1alpha::EraseResponseRequest& q,
                           v1alpha::EraseResponseResponse*) {
  Wave wave;
  std::optional<CompiledInstrument> asked;
  const absl::Status noted = store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
    auto instrument = InstrumentOf(tx, wave);
    if (!instrument.ok()) return instrument.status();
    auto violations = CheckErasure(*instrument, q.codes(), /*needed=*/false, q.reason());
    CheckWhich(q, wave, &violations);
    if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
    if (absl::Status s = CheckCanEraseResponse(wave); !s.ok()) return s;
    asked.emplace(*std::move(instrument));
    // Counted whether there is such a response or not, and before it is looked for.
    wave.set_erasure_requests(wave.erasure_requests() + 1);
    if (absl::Status s = tx.Save("ERASE_RESPONSE", q.reason(), &wave); !s.ok()) return s;
    if (absl::Status s = ForgetFingerprint(tx, q.parent()); !s.ok()) return s;
    return MakeFormerFiles(responses, wave);
  });
  if (!noted.ok()) return noted;
  if (absl::Status s = EraseNoted(responses, q, wave, *asked); !s.ok()) return s;
  const absl::Status forgotten =
      store.WriteAndWait(caller.cause, [&](Tx& tx) { return ForgetFingerprint(tx, q.parent()); });
  // Nor is it in the log of the store.
  return forgotten.ok() ? store.EmptyLog() : forgotten;
}

absl::Status EraseAnswers(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                          const v1alpha::EraseAnswersRequest& q, Wave* r) {
  bool only_checked = false;
  const absl::Status noted = store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
    const resource::Method& method = tx.schema().MethodOf(q.GetDescriptor());
    const absl::Status done =
        resource::Once(tx, method, q, r, [&] { return NoteErasure(tx, responses, q, r); });
    only_checked = done.ok() && q.validate_only();
    // Any error undoes it.
    return only_checked ? absl::CancelledError("only checked") : done;
  });
  if (only_checked) return SetResponseCount(responses, r);
  if (!noted.ok()) return noted;
  absl::StatusOr<CompiledInstrument> instrument = absl::UnknownError("not read");
  const absl::Status read = store.Read([&](Tx& tx) {
    instrument = InstrumentOf(tx, *r);
    return instrument.status();
  });
  if (!read.ok()) return read;
  // Also where it was noted before: what was done of it then is not known. If it is cut off here,
  // FieldPeriods does it.
  const std::vector<std::string> codes = CodesToErase(*instrument, q.codes());
  if (absl::Status s = responses.EraseQuestions(q.name(), *instrument, codes); !s.ok()) return s;
  if (absl::Status s = store.EmptyLog(); !s.ok()) return s;
  return SetResponseCount(responses, r);
}

namespace {

// Whether a wave whose field period is over cannot be closed, as the calendar wants to: its files
// are damaged or lost. If they are not, they are closed by this, and the wave within a minute.
bool IsLost(ResponseStore& responses, const Wave& wave) {
  if (HasEnded(wave) || !IsCollected(responses, wave)) return false;
  // One from before there were releases takes answers until somebody closes it.
  const absl::Status status = wave.has_release() ? responses.Close(wave.name(), IdentityOf(wave))
                                                 : responses.Count(wave.name()).status();
  return rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_STORE_CORRUPT;
}

}  // namespace

absl::Status PurgeWave(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                       const v1alpha::PurgeWaveRequest& q, Wave* r) {
  rpc::FieldViolations violations;
  CheckReasonGiven(q.reason(), "why are its answers purged?", &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  Wave wave;
  bool over = false;
  const absl::Status read = store.Read([&](Tx& tx) {
    const absl::Status loaded = tx.Load(q.name(), &wave);
    over = loaded.ok() && IsOver(wave, types::DayInBerlin(tx.now()));
    return loaded;
  });
  if (!read.ok()) return read;
  auto counts = CountToPurge(responses, wave, caller.patience);
  if (!counts.ok()) return counts.status();
  counts->lost = over && q.etag() == wave.etag() && IsLost(responses, wave);
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
