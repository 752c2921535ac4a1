#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "runtime/types/decimal.h"

namespace lotse::engagement {

// The effort that is planned for a unit in a month, and what the unit can give.
struct CapacityUse {
  std::string org_unit;
  int year = 0;
  int month = 0;
  // Working days of all measures that count.
  types::Decimal planned;
  // Working days that the unit can give, summed over the tracks that say so; absent if
  // none does.
  std::optional<types::Decimal> capacity;

  // Where nobody said what a unit can give, nothing is too much.
  bool overloaded() const { return capacity.has_value() && planned > *capacity; }
};

// Use of capacity by unit, then month, where effort is planned (D-083, invariant 23).
// Ideas and cancelled measures do not count; what was done does, since it took its time.
// Measures and tracks are right by themselves and not deleted: those of an engagement, or
// one track with its measures.
std::vector<CapacityUse> UseOfCapacity(const std::vector<v1alpha::Measure>& measures,
                                       const std::vector<v1alpha::Track>& tracks);

}  // namespace lotse::engagement
