#pragma once

#include <optional>
#include <vector>

#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"

namespace lotse::reporting {

// What the engagement service answered; each part is absent if it did not.
struct ProcessInputs {
  std::optional<engagement::v1alpha::Programme> programme;
  std::optional<engagement::v1alpha::Administration> administration;
  std::optional<engagement::v1alpha::Engagement> engagement;
  // The tracks of the engagement, in the order in which they are to appear.
  std::optional<std::vector<engagement::v1alpha::Track>> tracks;
  // The phases of all tracks, in any order.
  std::optional<std::vector<engagement::v1alpha::Phase>> phases;
};

}  // namespace lotse::reporting
