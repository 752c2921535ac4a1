#pragma once

#include <vector>

#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "runtime/rpc/error.h"

// The criteria of gates that the server checks itself: each function says what stands
// against one. All take what belongs to a track, or to the whole engagement.
namespace lotse::engagement {

// Whether something belongs to a track: it says so, or it is of the whole engagement.
template <class Resource>
bool IsOfTrack(const Resource& resource, absl::string_view track) {
  return resource.track().empty() || resource.track() == track;
}

// GOALS_HAVE_MEASURES: adopted action goals without a measure and without a reason for it.
// Measures that were given up do not count.
std::vector<rpc::Obstacle> GoalsWithoutMeasure(const std::vector<v1alpha::Goal>& goals,
                                               const std::vector<v1alpha::Measure>& measures);

// GOALS_COMPLETE: adopted action goals that lack something by now (invariant 5).
std::vector<rpc::Obstacle> IncompleteGoals(const std::vector<v1alpha::Goal>& goals,
                                           const std::vector<v1alpha::Indicator>& indicators);

// CAPACITY: units of the track of which more is planned in a month than they can give
// (invariant 23). `measures` and `tracks` are all of the engagement, because a unit gives
// its time to it as a whole.
std::vector<rpc::Obstacle> OverloadedUnits(const v1alpha::Track& track,
                                           const std::vector<v1alpha::Measure>& measures,
                                           const std::vector<v1alpha::Track>& tracks);

// BASELINES: indicators with neither a baseline nor a reason why there is none.
std::vector<rpc::Obstacle> IndicatorsWithoutBaseline(
    const std::vector<v1alpha::Indicator>& indicators);

// MEASURES_FINAL: measures that are still planned or done.
std::vector<rpc::Obstacle> OpenMeasures(const std::vector<v1alpha::Measure>& measures);

// ACTION_ITEMS_CLOSED: action items that are open.
std::vector<rpc::Obstacle> OpenActionItems(const std::vector<v1alpha::ActionItem>& items);

}  // namespace lotse::engagement
