#include "services/reporting/document/summary.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/data_basis.h"
#include "services/reporting/document/key_figures.h"
#include "services/reporting/document/phase_blocks.h"
#include "services/reporting/document/plan/goal_tree.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/release_waves.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/source_blocks.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Finding;
using v1alpha::Report;
using v1alpha::Status;

using Statements = std::vector<std::string>;

// `3 abgeschlossen, 2 im Plan und 1 überfällig`, in the order of the signals.
std::string CountByWord(const std::vector<Status>& statuses, Language language) {
  std::map<std::pair<int, std::string>, int64_t> counts;
  for (const Status& status : statuses) ++counts[{status.signal(), status.word()}];
  std::vector<std::string> parts;
  for (const auto& [key, count] : counts) {
    parts.push_back(absl::Substitute(ReportWordingOf(language).count_and_word,
                                     FormatInteger(language, count), key.second));
  }
  return JoinList(parts, language);
}

void SayStatuses(const char* wording, const std::vector<Status>& statuses, Language language,
                 Statements& out) {
  if (statuses.empty()) return;
  out.push_back(absl::Substitute(wording,
                                 FormatInteger(language, static_cast<int64_t>(statuses.size())),
                                 CountByWord(statuses, language)));
}

void SayPhases(const ReportInputs& inputs, Statements& out) {
  std::string summary = ProcessSummary(inputs);
  if (!summary.empty()) out.push_back(std::move(summary));
}

void SayWaves(const ReportInputs& inputs, Statements& out) {
  int number = 0;
  for (const auto* wave : WavesOf(inputs)) {
    out.push_back(WaveSummary(*wave, inputs.language, ++number));
  }
}

void SayFindings(const ReportInputs& inputs, Statements& out) {
  int64_t strengths = 0;
  int64_t needs = 0;
  for (const Finding* finding : InOrder(inputs.process.findings)) {
    if (finding->state() != Finding::STATE_VALIDATED) continue;
    ++(finding->kind() == Finding::KIND_POTENTIAL ? strengths : needs);
  }
  if (strengths + needs == 0) return;
  out.push_back(absl::Substitute(ReportWordingOf(inputs.language).findings_summary,
                                 FormatInteger(inputs.language, strengths + needs),
                                 FormatInteger(inputs.language, strengths),
                                 FormatInteger(inputs.language, needs)));
}

void SayMeasures(const ReportInputs& inputs, Statements& out) {
  const StatusDay on = StatusDayOf(inputs);
  std::vector<Status> statuses;
  for (const NumberedMeasure& measure : NumberedMeasures(inputs)) {
    statuses.push_back(StatusOf(*measure.measure, on, inputs.language));
  }
  SayStatuses(ReportWordingOf(inputs.language).measures_summary, statuses, inputs.language, out);
}

void SayGoals(const ReportInputs& inputs, Statements& out) {
  const StatusDay on = StatusDayOf(inputs);
  std::vector<Status> statuses;
  for (const NumberedGoal& goal : GoalTree(inputs)) {
    statuses.push_back(StatusOf(*goal.goal, on, inputs.language));
  }
  SayStatuses(ReportWordingOf(inputs.language).goals_summary, statuses, inputs.language, out);
}

void SayIndicators(const ReportInputs& inputs, Statements& out) {
  const std::vector<IndicatorReadings> indicators = IndicatorsOf(inputs, false);
  if (indicators.empty()) return;
  const auto with_value =
      std::count_if(indicators.begin(), indicators.end(), [](const IndicatorReadings& of) {
        return std::any_of(
            of.readings.begin(), of.readings.end(),
            [](const indicators::Reading& r) { return r.counts && r.value.has_value(); });
      });
  out.push_back(
      absl::Substitute(ReportWordingOf(inputs.language).indicators_summary,
                       FormatInteger(inputs.language, static_cast<int64_t>(indicators.size())),
                       FormatInteger(inputs.language, with_value)));
}

void SayDecisions(const ReportInputs& inputs, Statements& out) {
  const std::optional<int64_t> decisions = KeyFiguresOf(inputs).decisions;
  if (decisions.value_or(0) == 0) return;
  out.push_back(absl::Substitute(ReportWordingOf(inputs.language).decisions_summary,
                                 FormatInteger(inputs.language, *decisions)));
}

// What a kind of report says first.
Statements StatementsOf(const ReportInputs& inputs) {
  using Say = void (*)(const ReportInputs&, Statements&);
  std::vector<Say> order;
  switch (inputs.report.kind()) {
    case Report::KIND_PROGRESS:
      order = {&SayMeasures, &SayGoals, &SayPhases, &SayWaves, &SayIndicators, &SayDecisions};
      break;
    case Report::KIND_FINAL:
      order = {&SayGoals, &SayMeasures, &SayIndicators, &SayPhases,
               &SayWaves, &SayFindings, &SayDecisions};
      break;
    default:
      order = {&SayPhases, &SayWaves, &SayFindings};
      break;
  }
  Statements statements;
  for (const Say say : order) say(inputs, statements);
  return statements;
}

}  // namespace

void AppendSummary(const ReportInputs& inputs, v1alpha::Section& section) {
  for (const std::string& sentence : MissingSources(inputs.sources, inputs.language)) {
    AddParagraph(sentence, section, v1alpha::Paragraph::KIND_WARNING);
  }
  const Statements statements = StatementsOf(inputs);
  if (statements.empty()) return;
  v1alpha::TextList& list = *section.add_blocks()->mutable_list();
  for (const std::string& statement : statements) {
    list.add_items()->add_spans()->set_text(statement);
  }
}

}  // namespace lotse::reporting
