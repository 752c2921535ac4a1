#include "services/reporting/document/key_figures.h"

#include <algorithm>
#include <set>
#include <string>

#include "runtime/types/date.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/mandate_blocks.h"
#include "services/reporting/document/plan/decisions.h"
#include "services/reporting/document/plan/goal_tree.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/release_waves.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Goal;
using engagement::v1alpha::Phase;

// How many waves the report tells of; nothing if it could not have one of them.
std::optional<int64_t> NumberOfWaves(const ReportInputs& inputs) {
  std::set<std::string> wanted(inputs.report.waves().begin(), inputs.report.waves().end());
  for (const std::string& release : inputs.report.releases()) {
    wanted.insert(WaveOfRelease(release));
  }
  const size_t there = WavesOf(inputs).size();
  if (there < wanted.size()) return std::nullopt;
  return static_cast<int64_t>(there);
}

template <class List, class Holds>
int64_t CountIf(const List& list, const Holds& holds) {
  return std::count_if(list.begin(), list.end(), holds);
}

void AddText(const char* name, const std::string& text, MessageArguments& arguments) {
  if (!text.empty()) arguments[name] = text;
}

void AddNumber(const char* name, std::optional<int64_t> number, MessageArguments& arguments) {
  if (number.has_value()) arguments[name] = *number;
}

}  // namespace

KeyFigures KeyFiguresOf(const ReportInputs& inputs) {
  const ProcessInputs& process = inputs.process;
  const StatusDay on = StatusDayOf(inputs);
  KeyFigures figures;
  figures.waves = NumberOfWaves(inputs);
  if (process.measures.has_value()) {
    const std::vector<NumberedMeasure> measures = NumberedMeasures(inputs);
    figures.measures = static_cast<int64_t>(measures.size());
    figures.measures_done = CountIf(measures, [&on](const NumberedMeasure& m) {
      return SignalOf(*m.measure, on) == v1alpha::Status::SIGNAL_DONE;
    });
  }
  if (process.goals.has_value()) {
    const std::vector<NumberedGoal> goals = GoalTree(inputs);
    figures.goals = static_cast<int64_t>(goals.size());
    figures.goals_achieved = CountIf(
        goals, [](const NumberedGoal& g) { return g.goal->state() == Goal::STATE_ACHIEVED; });
  }
  if (process.phases.has_value()) {
    figures.phases = static_cast<int64_t>(process.phases->size());
    figures.phases_done = CountIf(
        *process.phases, [](const Phase& p) { return p.state() == Phase::STATE_COMPLETED; });
  }
  if (process.indicators.has_value()) {
    figures.indicators = static_cast<int64_t>(IndicatorsOf(inputs, false).size() +
                                              IndicatorsOf(inputs, true).size());
  }
  if (process.decisions.has_value()) {
    figures.decisions = static_cast<int64_t>(DecisionsOf(inputs).size());
  }
  return figures;
}

MessageArguments ArgumentsOf(const ReportInputs& inputs) {
  const ProcessInputs& process = inputs.process;
  const Language language = inputs.language;
  MessageArguments arguments;
  if (process.administration.has_value()) {
    AddText("administration", TextOr(process.administration->title(), language, ""), arguments);
  }
  const std::string id = LastPartOf(inputs.engagement_name);
  AddText("engagement",
          process.engagement.has_value() ? TextOr(process.engagement->title(), language, id) : id,
          arguments);
  if (process.programme.has_value()) {
    AddText("programme", ProgrammeName(*process.programme, language), arguments);
  }
  const ReportPeriod period = PeriodOf(inputs);
  if (period.first.has_value()) {
    AddText("start", FormatDate(language, types::ToDate(*period.first)), arguments);
  } else if (process.engagement.has_value()) {
    AddText("start", FormatDate(language, process.engagement->start_date()), arguments);
  }
  AddText("end", FormatDate(language, types::ToDate(period.last)), arguments);
  AddText("as_of", FormatDate(language, inputs.as_of_date), arguments);
  const KeyFigures figures = KeyFiguresOf(inputs);
  AddNumber("measures", figures.measures, arguments);
  AddNumber("measures_done", figures.measures_done, arguments);
  AddNumber("goals", figures.goals, arguments);
  AddNumber("goals_achieved", figures.goals_achieved, arguments);
  AddNumber("phases", figures.phases, arguments);
  AddNumber("phases_done", figures.phases_done, arguments);
  AddNumber("indicators", figures.indicators, arguments);
  AddNumber("waves", figures.waves, arguments);
  AddNumber("decisions", figures.decisions, arguments);
  return arguments;
}

}  // namespace lotse::reporting
