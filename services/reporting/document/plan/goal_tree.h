#pragma once

#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// A goal and its place in the tree, for example `1.2.1`.
struct NumberedGoal {
  std::string number;
  const engagement::v1alpha::Goal* goal = nullptr;
};

// The goals that a report shows, top down: below each goal those that serve it, in the order in
// which they were created. A goal whose upper goal is not shown stands at the top. What was never
// adopted is in a stock-taking report only, also after it was withdrawn. They point into `inputs`.
std::vector<NumberedGoal> GoalTree(const ReportInputs& inputs);

// What a report shows of a goal: its wording and date, or, if those were never adopted because it
// is revised or was withdrawn meanwhile, those that were adopted last. A stock-taking report shows
// the draft.
struct GoalWording {
  std::string title;
  google::type::Date due_date;
  // Whether it shows what was adopted last.
  bool earlier = false;
};
GoalWording WordingOfGoal(const engagement::v1alpha::Goal& goal, const ReportInputs& inputs);

}  // namespace lotse::reporting
