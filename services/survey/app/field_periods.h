#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "runtime/resource/store.h"
#include "services/survey/app/repeated_look.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {

// Notes in the state of waves what the calendar decided: a released wave whose first day has
// come is opened, one whose last day is over is closed. Whether a wave takes answers does not
// hang on it (domain/field_period.h); it only makes the state, the log and the figures follow,
// on a thread of its own. So it does with what was cut off between the files of a wave and its
// state: closing, and erasing questions of all. It also purges waves whose answers were kept long
// enough, and what was left of others (app/retention.h), and sees to it that nothing by which
// erased answers could be worked out stays in the store or its log.
class FieldPeriods {
 public:
  // How often it looks.
  static constexpr absl::Duration kPause = absl::Minutes(1);

  // Is told of each wave or engagement where it failed. It tries again at the next look.
  using Told = std::function<void(const absl::Status&)>;

  // Is told after each look how many waves are open then; not where they could not be read.
  using Counted = std::function<void(int64_t open)>;

  // All outlive it.
  FieldPeriods(
      resource::Store* store, ResponseStore* responses, Told told, Counted counted = [](int64_t) {})
      : store_(store),
        responses_(responses),
        told_(std::move(told)),
        counted_(std::move(counted)) {}
  // Stops, after the wave it is at.
  ~FieldPeriods() { repeated_.Stop(); }

  // Goes on looking, at once and then every `pause`.
  void Start(absl::Duration pause = kPause) {
    repeated_.Start(pause, [this] { Look(); });
  }

  // Looks once at all waves. Returns how many steps it took.
  int Look();

 private:
  // The names of the waves of an owner for which a step is due.
  absl::Status FindDue(const std::string& owner, std::vector<std::string>* due);
  absl::Status CountOpen(const std::vector<std::string>& owners);
  absl::Status TakeDueStep(const std::string& wave);
  // Whether the files of a wave take no answers any more. What cannot be read is told to those who
  // answer.
  bool FilesAreClosed(const std::string& wave);
  // Erases what is noted as erased of an owner's waves, and looks at each note once.
  void EraseBelow(const std::string& owner);
  // Purges what is to be purged of an owner's waves; of how many.
  int PurgeBelow(const std::string& owner);
  // Tells the store of responses which waves of an owner are closed, once of each: what was erased
  // is forgotten only then, and what a crash left of closing is done. Adds their names; false if
  // they could not be found.
  bool NoteClosedBelow(const std::string& owner, std::vector<std::string>* closed);
  // Forgets by what the answers of those who left these waves could be worked out, and empties the
  // log of the store. False if something is left to be done.
  bool ForgetWhoLeftOf(const std::vector<std::string>& closed);

  resource::Store* const store_;
  ResponseStore* const responses_;
  const Told told_;
  const Counted counted_;
  // The closed waves that were told of; a crash is before the first look.
  std::set<std::string> noted_;
  // Of how many questions of a wave it is sure that they are erased.
  std::map<std::string, int> erased_;
  // ResponseStore::Erasures when the log of the store was emptied last; absent before, since a
  // crash may have left something in it.
  std::optional<uint64_t> emptied_at_;
  RepeatedLook repeated_;
};

}  // namespace lotse::survey
