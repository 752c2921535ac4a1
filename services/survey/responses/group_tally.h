#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "services/survey/engine/count_plan.h"

namespace lotse::survey {

// How many responses of a wave that is under way are in each group of a plan, as far as that
// may be told: in tens, of those responses that are shown (wave_pair.h). So what is told
// changes only when kStep new responses or more became visible together, and whoever tries
// after each answer whether a quota is full learns what the collection report says anyway.
// Not thread-safe: it belongs to the lock of its pair.
class GroupTally {
 public:
  // Whether this plan was counted.
  bool Counts(const CountPlan& plan) const {
    return plan_ != nullptr && plan_->fingerprint() == plan.fingerprint();
  }
  // Begins anew with no responses.
  void Start(std::shared_ptr<const CountPlan> plan);

  // A stored response that is shown.
  void AddShown(absl::Span<const size_t> groups);
  // One that is not; the same id again is the same response.
  void AddUnshown(const std::string& id, std::vector<size_t> groups);
  // One that is not shown was erased.
  void Forget(const std::string& id) { unshown_.erase(id); }
  // Nothing that was answered to these codes is kept: nobody is in a group that asks for one.
  void ForgetGroupsOf(absl::Span<const std::string> codes);
  // From now on these are shown. Ids that are not known were counted as shown.
  void Show(absl::Span<const std::string> ids);

  // Of each group, in the order of the plan.
  std::vector<int64_t> Told() const;
  // The code of a quota that is full for a response of these groups; null if there is none.
  const std::string* FullFor(absl::Span<const size_t> groups) const;

 private:
  int64_t ToldOf(size_t group) const;

  std::shared_ptr<const CountPlan> plan_;
  std::vector<int64_t> shown_;
  absl::flat_hash_map<std::string, std::vector<size_t>> unshown_;
};

}  // namespace lotse::survey
