#include "services/engagement/domain/track_checks.h"

#include <set>

namespace lotse::engagement {

using rpc::Obstacle;
using v1alpha::Goal;
using v1alpha::Measure;

std::vector<Obstacle> GoalsWithoutMeasure(const std::vector<Goal>& goals,
                                          const std::vector<Measure>& measures) {
  std::set<std::string> served;
  for (const Measure& measure : measures) {
    if (measure.state() == Measure::STATE_CANCELLED) continue;
    for (const v1alpha::GoalMeasureLink& link : measure.goals()) served.insert(link.goal());
  }
  std::vector<Obstacle> obstacles;
  for (const Goal& goal : goals) {
    const bool asked = goal.level() == Goal::LEVEL_ACTION && goal.state() == Goal::STATE_ADOPTED &&
                       goal.no_measure_reason().variants().empty();
    if (!asked || served.contains(goal.name())) continue;
    obstacles.push_back({goal.name(), "has no measure; derive one, or say why there is none"});
  }
  return obstacles;
}

std::vector<Obstacle> IndicatorsWithoutBaseline(const std::vector<v1alpha::Indicator>& indicators) {
  std::vector<Obstacle> obstacles;
  for (const v1alpha::Indicator& indicator : indicators) {
    const v1alpha::Baseline& baseline = indicator.baseline();
    if (baseline.has_value() || !baseline.waiver_reason().variants().empty()) continue;
    obstacles.push_back(
        {indicator.name(), "has no baseline; measure it, or say why there is none"});
  }
  return obstacles;
}

std::vector<Obstacle> OpenMeasures(const std::vector<Measure>& measures) {
  std::vector<Obstacle> obstacles;
  for (const Measure& measure : measures) {
    switch (measure.state()) {
      case Measure::STATE_DONE:
      case Measure::STATE_VERIFIED:
      case Measure::STATE_SUSTAINED:
      case Measure::STATE_CANCELLED:
        continue;
      default:
        obstacles.push_back({measure.name(), "is not finished; finish or cancel it"});
    }
  }
  return obstacles;
}

std::vector<Obstacle> OpenActionItems(const std::vector<v1alpha::ActionItem>& items) {
  std::vector<Obstacle> obstacles;
  for (const v1alpha::ActionItem& item : items) {
    if (item.state() != v1alpha::ActionItem::STATE_OPEN) continue;
    obstacles.push_back({item.name(), "is open; finish it, hand it over or cancel it"});
  }
  return obstacles;
}

}  // namespace lotse::engagement
