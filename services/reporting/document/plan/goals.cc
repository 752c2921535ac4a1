// The tree of goals and how far they are.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/document/plan/goal_tree.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Goal;
using engagement::v1alpha::Indicator;
using engagement::v1alpha::OrgUnit;

std::string LevelName(Goal::Level level, const PlanWording& words) {
  switch (level) {
    case Goal::LEVEL_GUIDING:
      return words.level_guiding;
    case Goal::LEVEL_INTERMEDIATE:
      return words.level_intermediate;
    case Goal::LEVEL_ACTION:
      return words.level_action;
    default:
      return "";
  }
}

// A cell of what only action goals must have: elsewhere it does not apply where it is empty.
v1alpha::Cell OfActionGoal(const std::string& text, const Goal& goal) {
  if (!text.empty()) return TextCell(text);
  return MissingCell(goal.level() == Goal::LEVEL_ACTION ? v1alpha::Missing::REASON_NOT_COLLECTED
                                                        : v1alpha::Missing::REASON_NOT_APPLICABLE);
}

v1alpha::Cell DueCell(const google::type::Date& day, const Goal& goal) {
  return IsFullDate(day) ? DateCell(day) : OfActionGoal("", goal);
}

std::string MeasuredBy(const Goal& goal, const ByName<Indicator>& indicators, Language language) {
  std::vector<std::string> titles;
  for (const std::string& indicator : goal.indicators()) {
    titles.push_back(TitleIn(indicators, indicator, language));
  }
  const std::string statement = TextOr(goal.success_statement(), language, "");
  if (!statement.empty()) titles.push_back(statement);
  return absl::StrJoin(titles, "; ");
}

}  // namespace

void AppendGoals(const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<NumberedGoal> tree = GoalTree(inputs);
  if (tree.empty()) return;
  const PlanWording& words = PlanWordingOf(inputs.language);
  const StatusDay on = StatusDayOf(inputs);
  const ByName<OrgUnit> units = MakeByName(inputs.process.org_units);
  const ByName<Indicator> indicators = MakeByName(inputs.process.indicators);
  section.set_scope(v1alpha::Section::SCOPE_CONTROLLING);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-table"), words.goals_caption,
               {words.number_column, words.goal_column, words.level_column, words.unit_column,
                words.due_column, words.status_column, words.measured_by_column},
               section);
  bool any_earlier = false;
  for (const NumberedGoal& numbered : tree) {
    const Goal& goal = *numbered.goal;
    const GoalWording wording = WordingOfGoal(goal, inputs);
    any_earlier = any_earlier || wording.earlier;
    AddRow({TextCell(numbered.number), TextCell(wording.title),
            TextCell(LevelName(goal.level(), words)),
            OfActionGoal(TitleIn(units, goal.accountable_unit(), inputs.language), goal),
            DueCell(wording.due_date, goal), StandingCell(goal, inputs, on),
            OfActionGoal(MeasuredBy(goal, indicators, inputs.language), goal)},
           table);
    ShowsResource(goal, *table.mutable_rows()->rbegin());
  }
  if (any_earlier) table.add_notes(words.being_revised_note);
  NameSources(inputs, {"goals", "indicators", "orgUnits"}, table);
}

}  // namespace lotse::reporting
