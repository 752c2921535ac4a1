#include "services/survey/app/known_name_note.h"

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace lotse::survey {
namespace {

using resource::Store;
using resource::Tx;

void Note(Tx& tx, const std::string& study) { tx.LogNote(study, "REFUSE_KNOWN_NAME"); }

}  // namespace

absl::Status NoteKnownName(Store& store, const resource::Cause& cause, const std::string& study) {
  return store.WriteAndWait(cause, [&](Tx& tx) {
    Note(tx, study);
    return absl::OkStatus();
  });
}

absl::Status QueueKnownNameNote(Store& store, const Tx& tx, const std::string& study) {
  resource::Cause cause = tx.cause();
  // Who may do nothing any more by then was told all the same.
  cause.renew = nullptr;
  struct Outcome {
    absl::Mutex mutex;
    absl::Status status ABSL_GUARDED_BY(mutex);
  };
  const auto outcome = std::make_shared<Outcome>();
  store.Write(
      {}, std::move(cause),
      [study](Tx& noting) -> absl::StatusOr<Store::Fate> {
        Note(noting, study);
        return Store::Fate::kKeep;
      },
      [outcome](absl::Status status) {
        absl::MutexLock lock(&outcome->mutex);
        outcome->status = std::move(status);
      });
  // What is not taken is told at once.
  absl::MutexLock lock(&outcome->mutex);
  return outcome->status;
}

}  // namespace lotse::survey
