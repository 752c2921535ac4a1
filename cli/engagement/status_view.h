#pragma once

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "cli/engagement/course.h"
#include "cli/engagement/view.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"

namespace lotse::cli {

// What is to be done about an engagement. It is computed from what is today, so there is
// none for an earlier day.
struct Outlook {
  std::vector<engagement::v1alpha::Gap> gaps;
  // Overdue, or due within `days`.
  std::vector<engagement::v1alpha::DueItem> due;
  int days = 0;
  // Values of indicators that are missing though their period is over, which `due` does not
  // have. Absent if they may not be read.
  absl::optional<std::vector<engagement::v1alpha::DueMeasurement>> measurements;
  // Units and months with planned effort.
  std::vector<engagement::v1alpha::CapacityRow> capacity;
};

// Where an engagement stands, for a person: state, runtime, agreement, tracks with their
// phases, goals and measures by state, and the outlook if there is one. Signs and words,
// no colours.
std::string ViewStatus(const Course& course, const absl::optional<Outlook>& outlook,
                       const ViewOptions& options);

// The same as one JSON object on one line: `day` (absent where the service does not tell
// it), `engagement`, `agreement` (absent without one), `tracks` with `track` and `phases`, `goals`
// and `measures` by state with `stale`, and `gaps`, `dueItems`, `dueMeasurements` (absent if they
// may not be read) and `capacity`. Resources are as the services give them.
std::string StatusJson(const Course& course, const absl::optional<Outlook>& outlook);

}  // namespace lotse::cli
