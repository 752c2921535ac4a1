#pragma once

#include <optional>
#include <vector>

#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/body.pb.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/finding.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/engagement/v1alpha/meeting_record.pb.h"
#include "lotse/engagement/v1alpha/milestone.pb.h"
#include "lotse/engagement/v1alpha/need.pb.h"
#include "lotse/engagement/v1alpha/org_unit.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"

namespace lotse::reporting {

// What the engagement service told; each part is absent if it is not known, and empty if there is
// nothing of it. Lists are in any order unless said otherwise, and without what was deleted.
struct ProcessInputs {
  std::optional<engagement::v1alpha::Programme> programme;
  std::optional<engagement::v1alpha::Administration> administration;
  std::optional<engagement::v1alpha::Engagement> engagement;
  // The tracks of the engagement, in the order in which they are to appear.
  std::optional<std::vector<engagement::v1alpha::Track>> tracks;
  // The phases of all tracks.
  std::optional<std::vector<engagement::v1alpha::Phase>> phases;
  std::optional<std::vector<engagement::v1alpha::Agreement>> agreements;
  std::optional<std::vector<engagement::v1alpha::Finding>> findings;
  std::optional<std::vector<engagement::v1alpha::Need>> needs;
  std::optional<std::vector<engagement::v1alpha::Goal>> goals;
  std::optional<std::vector<engagement::v1alpha::Measure>> measures;
  std::optional<std::vector<engagement::v1alpha::Milestone>> milestones;
  // Those of the engagement and those of its programme.
  std::optional<std::vector<engagement::v1alpha::Indicator>> indicators;
  // Those of all these indicators.
  std::optional<std::vector<engagement::v1alpha::Measurement>> measurements;
  std::optional<std::vector<engagement::v1alpha::Decision>> decisions;
  std::optional<std::vector<engagement::v1alpha::MeetingRecord>> meeting_records;
  std::optional<std::vector<engagement::v1alpha::Body>> bodies;
  // Those of the administration.
  std::optional<std::vector<engagement::v1alpha::OrgUnit>> org_units;
  std::optional<std::vector<engagement::v1alpha::ActionItem>> action_items;
};

}  // namespace lotse::reporting
