// What is to be done next.
#include <algorithm>
#include <memory>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::ActionItem;
using engagement::v1alpha::Decision;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Milestone;
using engagement::v1alpha::OrgUnit;
using engagement::v1alpha::Phase;

// An open action item or milestone as a row of the table.
struct Step {
  google::type::Date due;
  std::string name;
  v1alpha::Row row;
};

// What the steps of a report need to know of the rest of the plan.
struct Context {
  const ReportInputs& inputs;
  const PlanWording& words;
  StatusDay on;
  ByName<Measure> measures;
  ByName<OrgUnit> units;
  ByName<Phase> phases;
  ByName<Decision> decisions;
};

template <class Part>
Step StepOf(const Part& part, const char* kind, const std::string& belongs_to,
            const std::string& unit, const Context& context) {
  Step step{part.due_date(), part.name(), {}};
  const Language language = context.inputs.language;
  const v1alpha::Cell of = belongs_to.empty() ? MissingCell(v1alpha::Missing::REASON_NOT_APPLICABLE)
                                              : TextCell(belongs_to);
  for (const v1alpha::Cell& cell :
       {TextCell(TitleOf(part, language)), TextCell(kind), of,
        KnownTextCell(TitleIn(context.units, unit, language)), DateCell(part.due_date()),
        StandingCell(part, context.inputs, context.on)}) {
    *step.row.add_cells() = cell;
  }
  ShowsResource(part, step.row);
  return step;
}

// What an action item comes from: a decision, or the gate of a phase.
std::string OriginOf(const ActionItem& item, const Context& context) {
  const Language language = context.inputs.language;
  if (!item.decision().empty()) return TitleIn(context.decisions, item.decision(), language);
  return TitleIn(context.phases, item.phase(), language);
}

// The measure that a milestone belongs to, while it goes on; null else.
const Measure* MeasureOf(const Milestone& milestone, const Context& context) {
  const absl::string_view name = milestone.name();
  const auto found = context.measures.find(name.substr(0, name.rfind("/milestones/")));
  if (found == context.measures.end()) return nullptr;
  const Measure& measure = *found->second;
  return IsOver(measure) || measure.state() == Measure::STATE_IDEA ? nullptr : &measure;
}

// All steps, by day.
std::vector<Step> StepsOf(const Context& context) {
  const Language language = context.inputs.language;
  std::vector<Step> steps;
  for (const ActionItem* item : InOrder(context.inputs.process.action_items)) {
    if (item->state() != ActionItem::STATE_OPEN) continue;
    steps.push_back(StepOf(*item, context.words.kind_item, OriginOf(*item, context),
                           item->responsible_unit(), context));
  }
  for (const Milestone* milestone : InOrder(context.inputs.process.milestones)) {
    const Measure* measure = MeasureOf(*milestone, context);
    if (milestone->state() != Milestone::STATE_OPEN || measure == nullptr) continue;
    steps.push_back(StepOf(*milestone, context.words.kind_milestone, TitleOf(*measure, language),
                           measure->accountable_unit(), context));
  }
  const auto key = [](const Step& step) {
    return std::make_tuple(types::ToCivil(step.due), absl::string_view(step.name));
  };
  std::sort(steps.begin(), steps.end(),
            [&key](const Step& a, const Step& b) { return key(a) < key(b); });
  return steps;
}

}  // namespace

void AppendNextSteps(const ReportInputs& inputs, v1alpha::Section& section) {
  const ProcessInputs& process = inputs.process;
  const PlanWording& words = PlanWordingOf(inputs.language);
  const Context context = {inputs,
                           words,
                           StatusDayOf(inputs),
                           MakeByName(process.measures),
                           MakeByName(process.org_units),
                           MakeByName(process.phases),
                           MakeByName(process.decisions)};
  const std::vector<Step> steps = StepsOf(context);
  if (steps.empty()) return;
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-table"), words.steps_caption,
               {words.step_column, words.kind_column, words.belongs_to_column, words.unit_column,
                words.due_column, words.status_column},
               section);
  for (const Step& step : steps) *table.add_rows() = step.row;
  NameSources(inputs, {"actionItems", "decisions", "milestones", "measures", "orgUnits", "phases"},
              table);
}

}  // namespace lotse::reporting
