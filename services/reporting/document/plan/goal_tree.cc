#include "services/reporting/document/plan/goal_tree.h"

#include <functional>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/plan/plan_parts.h"

namespace lotse::reporting {

using engagement::v1alpha::Goal;

namespace {

// Levels of goals.
constexpr int kMostLevels = 3;

bool ShowsDrafts(const ReportInputs& inputs) {
  return inputs.report.kind() == v1alpha::Report::KIND_STOCK_TAKING ||
         inputs.report.kind() == v1alpha::Report::KIND_UNSPECIFIED;
}

// Adopting a goal dates it; revising it keeps what was adopted and takes the date away.
bool IsShown(const Goal& goal, const ReportInputs& inputs) {
  return ShowsDrafts(inputs) || goal.has_adopt_date() || !goal.earlier_versions().empty();
}

}  // namespace

std::vector<NumberedGoal> GoalTree(const ReportInputs& inputs) {
  std::set<std::string> shown;
  const std::vector<const Goal*> goals = InOrder(inputs.process.goals);
  for (const Goal* goal : goals) {
    if (IsShown(*goal, inputs)) shown.insert(goal->name());
  }
  std::map<std::string, std::vector<const Goal*>> below;  // By the goal above; empty: the top.
  for (const Goal* goal : goals) {
    if (!shown.contains(goal->name())) continue;
    below[shown.contains(goal->parent_goal()) ? goal->parent_goal() : ""].push_back(goal);
  }
  std::vector<NumberedGoal> tree;
  const std::function<void(const std::string&, const std::string&, int)> add =
      [&](const std::string& above, const std::string& prefix, int level) {
        if (level > kMostLevels) return;
        int place = 0;
        for (const Goal* goal : below[above]) {
          const std::string number = absl::StrCat(prefix, ++place);
          tree.push_back({number, goal});
          add(goal->name(), absl::StrCat(number, "."), level + 1);
        }
      };
  add("", "", 1);
  return tree;
}

GoalWording WordingOfGoal(const Goal& goal, const ReportInputs& inputs) {
  const int versions = goal.earlier_versions_size();
  if (goal.has_adopt_date() || versions == 0 || ShowsDrafts(inputs)) {
    return {TitleOf(goal, inputs.language), goal.due_date()};
  }
  const engagement::v1alpha::GoalVersion& adopted = goal.earlier_versions(versions - 1);
  return {TextOr(adopted.title(), inputs.language, TitleOf(goal, inputs.language)),
          adopted.due_date(), true};
}

}  // namespace lotse::reporting
