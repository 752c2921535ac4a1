#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"

namespace lotse::survey {

// How many broke off in which section, by its number from 1; a section in which nobody did is
// not there.
using BySection = std::map<int, int64_t>;

// What is counted of those who did not come to the end. For the service itself: what of it may
// be told is decided in analysis/break_offs.h.
struct BreakOffCounts {
  // Of responses that were handed in. Of an anonymous wave that is under way, of those that are
  // shown.
  BySection handed_in = {};
  // Of drafts that were never handed in; of a closed wave only.
  BySection drafts = {};
  // Drafts that may still be handed in.
  int64_t open_drafts = 0;
};

// Counts the break-offs of an anonymous wave that is under way, among those responses that are
// shown (wave_pair.h), as GroupTally does with quotas: what is told of it changes only when
// WavePair::kStep new responses or more became visible together, so it never tells of fewer
// people. Of a response it keeps the section in memory, under its random id, until it is shown.
// Not thread-safe: it belongs to the lock of its pair.
class BreakOffTally {
 public:
  // A stored response with the section in which it broke off; 0, complete, is not counted.
  void AddShown(int section);
  void AddUnshown(const std::string& id, int section);
  // One that is not shown was erased.
  void Forget(const std::string& id) { unshown_.erase(id); }
  // From now on these are shown. Ids that are not known are complete, or were counted.
  void Show(absl::Span<const std::string> ids);

  const BySection& shown() const { return shown_; }

 private:
  BySection shown_;
  absl::flat_hash_map<std::string, int> unshown_;
};

}  // namespace lotse::survey
