#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tests/invariants/expected_values.h"
#include "tests/invariants/state.h"

// What the lists of values are to say, computed here from what is stored.
namespace lotse::invariants {

// A value that is due: a period that is over and has no measurement beyond a draft.
struct DuePeriod {
  std::string indicator;
  absl::CivilDay first, last;
  std::string target_id;
  // One of them may be named, if there are any.
  std::vector<std::string> drafts;
};

// What is due on a day in an engagement, or of the shared indicators of a programme: by indicator
// and first day.
std::vector<DuePeriod> DueOn(const State& state, const std::string& owner, absl::CivilDay day);

// A site with a shared indicator.
struct SiteRow {
  std::string engagement, indicator;
  Achievement achievement;
  std::optional<int64_t> weight;
  bool counted = false;
};

// A shared indicator, by engagement, and what they make together.
struct SharedRow {
  std::string indicator;
  std::vector<SiteRow> sites;
  Achievement together;
};

// The shared indicators of a programme on a day, by name.
std::vector<SharedRow> TargetActualOn(const State& state, const std::string& programme,
                                      absl::CivilDay day, bool drafts_too, bool key_only);

}  // namespace lotse::invariants
