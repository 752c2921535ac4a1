#include "services/survey/app/write_once.h"

#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "runtime/resource/replay.h"

namespace lotse::survey {

using resource::Store;

absl::Status WriteOnce(Store& store, const OnBehalf& caller, const google::protobuf::Message& q,
                       google::protobuf::Message* r, absl::FunctionRef<absl::Status(Tx&)> work) {
  const resource::Method& method = store.schema().MethodOf(q.GetDescriptor());
  struct Outcome {
    absl::Mutex mutex;
    std::optional<absl::Status> status ABSL_GUARDED_BY(mutex);
  };
  Outcome outcome;
  store.Write(
      caller.patience, caller.cause,
      [&](Tx& tx) -> absl::StatusOr<Store::Fate> {
        r->Clear();
        const absl::Status done = resource::Once(tx, method, q, r, [&] { return work(tx); });
        if (!done.ok()) return done;
        return resource::FlagIn(q, method.validate_only) ? Store::Fate::kDiscard
                                                         : Store::Fate::kKeep;
      },
      [&](absl::Status status) {
        absl::MutexLock lock(&outcome.mutex);
        outcome.status = std::move(status);
      });
  absl::MutexLock lock(&outcome.mutex);
  const auto done = [&] {
    outcome.mutex.AssertHeld();
    return outcome.status.has_value();
  };
  outcome.mutex.Await(absl::Condition(&done));
  return *outcome.status;
}

}  // namespace lotse::survey
