#include <utility>
#include <vector>

#include "runtime/types/date.h"
#include "services/survey/app/collected.h"
#include "services/survey/app/retention.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/instrument_states.h"
#include "services/survey/domain/release_gate.h"
#include "services/survey/domain/wave_steps.h"
#include "services/survey/responses/ledger.h"

namespace lotse::survey {

using v1alpha::Wave;

namespace {

// Finds why the wave may ask what its questionnaire asks.
absl::Status FindBasis(Tx& tx, const Wave& wave, const v1alpha::Instrument& instrument,
                       v1alpha::WaveRelease* release) {
  v1alpha::ConsentText consent;
  if (!wave.consent_text().empty()) {
    if (absl::Status s = tx.Load(wave.consent_text(), &consent); !s.ok()) return s;
  }
  release->set_special_category_basis(
      BasisOf(wave, instrument, wave.consent_text().empty() ? nullptr : &consent));
  return absl::OkStatus();
}

// Adds what stands against it of what the questionnaire draws.
absl::Status AddDraws(Tx& tx, const Wave& wave, const v1alpha::Instrument& instrument,
                      InstrumentCache& instruments, std::vector<rpc::Obstacle>* obstacles) {
  // Nothing is compiled while others wait to write unless it is looked at.
  if (IsPersonal(wave)) return absl::OkStatus();
  // Once: who answers needs it too.
  const auto compiled = instruments.Get(tx, wave.instrument());
  if (!compiled.ok()) return compiled.status();
  for (auto& obstacle : DrawsAgainstRelease(wave, instrument, (*compiled)->logic())) {
    obstacles->push_back(std::move(obstacle));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReleaseWave(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                         const v1alpha::ReleaseWaveRequest& q, Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckStaffCouncil(q.staff_council())); !s.ok()) return s;
  if (absl::Status s = CheckCanBeReleased(*r); !s.ok()) return s;
  v1alpha::Instrument instrument;
  if (absl::Status s = tx.Load(r->instrument(), &instrument); !s.ok()) return s;
  if (absl::Status s = CheckCanBeAsked(instrument); !s.ok()) return s;
  v1alpha::WaveRelease release;
  *release.mutable_staff_council() = q.staff_council();
  if (absl::Status s = FindBasis(tx, *r, instrument, &release); !s.ok()) return s;
  auto obstacles = StandsAgainstRelease(*r, q.staff_council(), release.special_category_basis(),
                                        q.reason(), types::DayInBerlin(tx.now()));
  if (absl::Status s = AddDraws(tx, *r, instrument, instruments, &obstacles); !s.ok()) return s;
  if (absl::Status s = rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, obstacles);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = ReleaseWave(tx.now(), std::move(release), r); !s.ok()) return s;
  if (absl::Status s = tx.Save("RELEASE", q.reason(), r); !s.ok()) return s;
  if (q.validate_only()) return absl::OkStatus();
  // The files are not made by the first who answers: that would tell when it was.
  return responses.Prepare(r->name(), IdentityOf(*r));
}

absl::Status RevokeRelease(Tx& tx, ResponseStore& responses, const v1alpha::RevokeReleaseRequest& q,
                           Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = RevokeRelease(tx.now(), q.reason(), r); !s.ok()) return s;
  if (absl::Status s = tx.Save("REVOKE_RELEASE", q.reason(), r); !s.ok()) return s;
  if (q.validate_only()) return absl::OkStatus();
  // Who was invited is not kept for a collection that does not come. If the transaction fails
  // now, they are invited anew. The files, which have nothing any more, are removed by
  // FieldPeriods.
  if (!responses.HasFiles(r->name())) return absl::OkStatus();
  return responses.ChangeLedger(r->name(), &TakeInvitationsBack);
}

absl::Status OpenWave(Tx& tx, const v1alpha::OpenWaveRequest& q, Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = OpenWave(tx.now(), r); !s.ok()) return s;
  return tx.Save("OPEN", q.reason(), r);
}

absl::Status ProlongWave(Tx& tx, const v1alpha::ProlongWaveRequest& q, Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = ProlongWave(tx.now(), q.end_date(), q.reason(), r); !s.ok()) return s;
  return tx.Save("PROLONG", q.reason(), r);
}

absl::Status CloseWave(Tx& tx, ResponseStore& responses, const v1alpha::CloseWaveRequest& q,
                       Wave* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = CloseWave(tx.now(), r); !s.ok()) return s;
  if (absl::Status s = SetPurgeDueDateOf(tx, r); !s.ok()) return s;
  if (absl::Status s = tx.Save("CLOSE", q.reason(), r); !s.ok()) return s;
  if (q.validate_only()) return absl::OkStatus();
  if (absl::Status s = MakeFormerFiles(responses, *r); !s.ok()) return s;
  // Before the wave counts as closed: from then on it takes nothing, and nothing tells
  // the order of its answers, or it is not closed.
  return responses.Close(r->name(), IdentityOf(*r));
}

}  // namespace lotse::survey
