#include <memory>
#include <utility>

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/use_cases.h"
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

// The questionnaire of a wave that takes answers.
absl::StatusOr<std::shared_ptr<const CompiledInstrument>> OpenInstrument(
    resource::Store& store, InstrumentCache& instruments, absl::string_view wave_name,
    absl::Time deadline) {
  std::shared_ptr<const CompiledInstrument> found;
  // A few rows, read before the caller could go.
  const absl::Status read = store.Read({deadline, /*gone=*/nullptr}, [&](Tx& tx) -> absl::Status {
    v1alpha::Wave wave;
    if (absl::Status s = tx.Load(wave_name, &wave); !s.ok()) return s;
    if (absl::Status s = CheckTakesAnswers(wave, types::DayInBerlin(tx.now())); !s.ok()) return s;
    auto instrument = instruments.Get(tx, wave.instrument());
    if (!instrument.ok()) return instrument.status();
    found = *std::move(instrument);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return found;
}

}  // namespace

void SubmitResponse(resource::Store& store, ResponseStore& responses, InstrumentCache& instruments,
                    const v1alpha::SubmitResponseRequest& q, Submission submission,
                    v1alpha::SubmitResponseResponse* r) {
  if (absl::Status s = CheckId(q.response_id()); !s.ok()) return submission.done(std::move(s));
  const auto instrument =
      OpenInstrument(store, instruments, q.parent(), submission.patience.deadline);
  if (!instrument.ok()) return submission.done(instrument.status());
  if (absl::Status s = rpc::InvalidFields(CheckAnswers(**instrument, q.answers())); !s.ok()) {
    return submission.done(std::move(s));
  }
  responses.Add({q.parent(), q.response_id(), *instrument,
                 InInstrumentOrder(**instrument, q.answers()), std::move(submission.allowed)},
                std::move(submission.patience),
                [r, done = std::move(submission.done)](absl::StatusOr<bool> duplicate) {
                  if (duplicate.ok()) r->set_duplicate(*duplicate);
                  done(duplicate.status());
                });
}

}  // namespace lotse::survey
