#pragma once

#include <vector>

#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/milestone_service.pb.h"
#include "runtime/resource/tx.h"

// Use cases of measures and milestones; errors as measure_service.proto and
// milestone_service.proto say.
namespace lotse::engagement {

absl::Status MoveMeasure(resource::Tx& tx, const v1alpha::MoveMeasureRequest& q,
                         v1alpha::Measure* r);
absl::Status DecideMeasure(resource::Tx& tx, const v1alpha::DecideMeasureRequest& q,
                           v1alpha::Measure* r);
absl::Status ConfirmMeasure(resource::Tx& tx, const v1alpha::ConfirmMeasureRequest& q,
                            v1alpha::Measure* r);
absl::Status MoveMilestone(resource::Tx& tx, const v1alpha::MoveMilestoneRequest& q,
                           v1alpha::Milestone* r);

// The goals that a measure serves, in its order, as far as they are there: those that are
// not are told with all other references.
absl::Status LoadServedGoals(resource::Tx& tx, const v1alpha::Measure& measure,
                             std::vector<v1alpha::Goal>* goals);

}  // namespace lotse::engagement
