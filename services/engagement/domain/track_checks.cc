#include "services/engagement/domain/track_checks.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/engagement/domain/capacity_rules.h"
#include "services/engagement/domain/goal_rules.h"

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
    obstacles.push_back({goal.name(),
                         {"hat keine Maßnahme; eine ableiten, oder sagen, warum es keine gibt",
                          "has no measure; derive one, or say why there is none"}});
  }
  return obstacles;
}

std::vector<Obstacle> IncompleteGoals(const std::vector<Goal>& goals,
                                      const std::vector<v1alpha::Indicator>& indicators) {
  std::vector<Obstacle> obstacles;
  for (const Goal& goal : goals) {
    if (goal.level() != Goal::LEVEL_ACTION || goal.state() != Goal::STATE_ADOPTED) continue;
    std::vector<v1alpha::Indicator> named;
    absl::c_copy_if(indicators, std::back_inserter(named), [&](const v1alpha::Indicator& i) {
      return absl::c_linear_search(goal.indicators(), i.name());
    });
    for (const v1alpha::MissingInGoal& missing : MissingIn(goal, named)) {
      obstacles.push_back({absl::StrCat(goal.name(), "#", missing.field()),
                           {missing.description_de(), missing.description()}});
    }
  }
  return obstacles;
}

std::vector<Obstacle> OverloadedUnits(const v1alpha::Track& track,
                                      const std::vector<Measure>& measures,
                                      const std::vector<v1alpha::Track>& tracks) {
  std::set<std::string> units(track.org_units().begin(), track.org_units().end());
  for (const auto& capacity : track.capacities()) units.insert(capacity.org_unit());
  std::vector<Obstacle> obstacles;
  for (const CapacityUse& use : UseOfCapacity(measures, tracks)) {
    if (!use.overloaded() || (!units.empty() && !units.contains(use.org_unit))) continue;
    const std::string planned = use.planned.ToString();
    const std::string capacity = use.capacity->ToString();
    const std::string month = absl::StrFormat("%04d-%02d", use.year, use.month);
    obstacles.push_back({use.org_unit,
                         {absl::StrCat("hat für ", month, " ", planned, " Tage geplant und kann ",
                                       capacity, " leisten; weniger planen, oder später"),
                          absl::StrCat("has ", planned, " days planned in ", month,
                                       " and can give ", capacity, "; plan less, or later")}});
  }
  return obstacles;
}

std::vector<Obstacle> IndicatorsWithoutBaseline(const std::vector<v1alpha::Indicator>& indicators) {
  std::vector<Obstacle> obstacles;
  for (const v1alpha::Indicator& indicator : indicators) {
    const v1alpha::Baseline& baseline = indicator.baseline();
    if (baseline.has_value() || !baseline.waiver_reason().variants().empty()) continue;
    obstacles.push_back({indicator.name(),
                         {"hat keinen Ausgangswert; ihn messen, oder sagen, warum es keinen gibt",
                          "has no baseline; measure it, or say why there is none"}});
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
        obstacles.push_back({measure.name(),
                             {"ist nicht beendet; beenden oder abbrechen",
                              "is not finished; finish or cancel it"}});
    }
  }
  return obstacles;
}

std::vector<Obstacle> OpenActionItems(const std::vector<v1alpha::ActionItem>& items) {
  std::vector<Obstacle> obstacles;
  for (const v1alpha::ActionItem& item : items) {
    if (item.state() != v1alpha::ActionItem::STATE_OPEN) continue;
    obstacles.push_back({item.name(),
                         {"ist offen; erledigen, übergeben oder streichen",
                          "is open; finish it, hand it over or cancel it"}});
  }
  return obstacles;
}

}  // namespace lotse::engagement
