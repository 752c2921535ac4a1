#include <memory>
#include <utility>

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/invitation_rules.h"
#include "services/survey/domain/invitation_token.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/engine/answer_rules.h"

namespace lotse::survey {

namespace {

absl::Status CheckId(absl::string_view response_id) {
  if (types::IsRandomUuid(response_id)) return absl::OkStatus();
  return rpc::InvalidFields({{"response_id",
                              "missing or not a random UUID; give version 4 in lower case, made "
                              "anew for each response"}});
}

// What a response is taken for.
struct Target {
  std::shared_ptr<const CompiledInstrument> instrument;
  std::string token_hash;  // Of the invitation that it uses up; empty if it needs none.
};

absl::StatusOr<Target> FindTarget(resource::Store& store, InstrumentCache& instruments,
                                  const v1alpha::SubmitResponseRequest& q, absl::Time deadline) {
  Target found;
  // A few rows, read before the caller could go.
  const absl::Status read = store.Read({deadline, /*gone=*/nullptr}, [&](Tx& tx) -> absl::Status {
    v1alpha::Wave wave;
    if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
    if (absl::Status s = CheckTakesAnswers(wave, types::DayInBerlin(tx.now())); !s.ok()) return s;
    if (absl::Status s = CheckTokenFits(wave, q.invitation_token()); !s.ok()) return s;
    auto instrument = instruments.Get(tx, wave.instrument());
    if (!instrument.ok()) return instrument.status();
    found.instrument = *std::move(instrument);
    if (wave.access() == v1alpha::Wave::ACCESS_INVITED) {
      found.token_hash = HashOfTyped(q.invitation_token());
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return found;
}

}  // namespace

absl::Status CheckTakesResponses(resource::Store& store, const std::string& wave) {
  return store.Read([&](Tx& tx) -> absl::Status {
    v1alpha::Wave found;
    if (absl::Status s = tx.Load(wave, &found); !s.ok()) return s;
    return CheckTakesAnswers(found, types::DayInBerlin(tx.now()));
  });
}

void SubmitResponse(resource::Store& store, ResponseStore& responses, InstrumentCache& instruments,
                    const v1alpha::SubmitResponseRequest& q, Submission submission,
                    v1alpha::SubmitResponseResponse* r) {
  if (absl::Status s = CheckId(q.response_id()); !s.ok()) return submission.done(std::move(s));
  auto target = FindTarget(store, instruments, q, submission.patience.deadline);
  if (!target.ok()) return submission.done(target.status());
  const CompiledInstrument& instrument = *target->instrument;
  if (absl::Status s = rpc::InvalidFields(CheckAnswers(instrument, q.answers())); !s.ok()) {
    return submission.done(std::move(s));
  }
  Answers answers = InInstrumentOrder(instrument, q.answers());
  responses.Add({q.parent(), q.response_id(), std::move(target->token_hash),
                 std::move(target->instrument), std::move(answers), std::move(submission.allowed)},
                std::move(submission.patience),
                [r, done = std::move(submission.done)](absl::StatusOr<bool> duplicate) {
                  if (duplicate.ok()) r->set_duplicate(*duplicate);
                  done(duplicate.status());
                });
}

}  // namespace lotse::survey
