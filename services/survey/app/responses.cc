#include <memory>
#include <optional>
#include <utility>

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/survey/app/answer_environment.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/invitation_rules.h"
#include "services/survey/domain/invitation_token.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/engine/answer_files.h"
#include "services/survey/engine/answer_order.h"
#include "services/survey/engine/answer_rules.h"

namespace lotse::survey {

namespace {

// What a response is taken for.
struct Target {
  std::shared_ptr<const CompiledInstrument> instrument;
  std::string token_hash;  // Of the invitation that it uses up; empty if it needs none.
  v1alpha::Wave::Identity identity;
  absl::Time now;
  std::optional<absl::Time> kept_now;        // See logic::Environment.
  std::shared_ptr<const CountPlan> counted;  // Null if nothing is counted.
  bool make_files;                           // See Response.
};

// The answers as they are kept. What is wrong with them is told by their places in the request.
JudgedAnswers Judge(const Target& target, const v1alpha::SubmitResponseRequest& q) {
  const AnswerEnvironment environment(target.now, target.kept_now);
  const auto judge = [&](const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers) {
    return JudgeAnswers(*target.instrument, answers, q.broke_off_section(), environment.get(),
                        q.remove_not_asked() ? IfNotAsked::kRemove : IfNotAsked::kRefuse);
  };
  JudgedAnswers judged = judge(q.answers());
  if (target.identity != v1alpha::Wave::IDENTITY_ANONYMOUS || !judged.violations.empty()) {
    return judged;
  }
  // Nothing is to be computed from them either.
  const auto kept = WithoutMetadata(*target.instrument, q.answers());
  if (kept.size() == q.answers_size()) return judged;
  JudgedAnswers again = judge(kept);
  again.removed = std::move(judged.removed);  // By their places in the request.
  return again;
}

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
    found.identity = IdentityOf(wave);
    found.now = tx.now();
    found.kept_now = KeptNow(wave);
    found.make_files = !wave.has_release();
    if (wave.access() == v1alpha::Wave::ACCESS_INVITED) {
      found.token_hash = HashOfTyped(q.invitation_token());
    }
    if (!wave.quotas().empty()) found.counted = std::make_shared<const CountPlan>(wave.quotas());
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
  if (absl::Status s = CheckResponseId(q.response_id()); !s.ok())
    return submission.done(std::move(s));
  auto target = FindTarget(store, instruments, q, submission.patience.deadline);
  if (!target.ok()) return submission.done(target.status());
  const CompiledInstrument& instrument = *target->instrument;
  JudgedAnswers judged = Judge(*target, q);
  if (absl::Status s = rpc::InvalidFields(judged.violations); !s.ok()) {
    return submission.done(std::move(s));
  }
  *r->mutable_removed() = PlacesOf(judged.removed, q.answers());
  TakenAnswers taken = TakeAnswers(instrument, std::move(judged.answers), q.answers());
  Response response{q.parent(),
                    q.response_id(),
                    std::move(target->token_hash),
                    std::move(target->instrument),
                    std::move(taken.answers),
                    std::move(submission.allowed),
                    target->identity,
                    target->now,
                    std::move(target->counted)};
  response.broke_off_section = q.broke_off_section();
  response.make_files = target->make_files;
  response.files = std::move(taken.files);
  responses.Add(std::move(response), std::move(submission.patience),
                [r, done = std::move(submission.done)](absl::StatusOr<Stored> stored) {
                  if (stored.ok()) {
                    r->set_duplicate(stored->duplicate);
                    r->set_withdrawal_code(stored->withdrawal_code);
                  }
                  done(stored.status());
                });
}

}  // namespace lotse::survey
