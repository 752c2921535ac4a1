// The list of measures, how many stand how, and what effort is planned for them.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/plan/efforts.h"
#include "services/reporting/document/plan/goal_tree.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::GoalMeasureLink;
using engagement::v1alpha::Measure;
using engagement::v1alpha::OrgUnit;

// The column with the status in the table of measures.
constexpr int kStatusColumn = 5;

// Goals of measures by their numbers in the tree. One that is not in it is not shown.
class GoalNumbers {
 public:
  explicit GoalNumbers(const ReportInputs& inputs) : language_(inputs.language) {
    for (const NumberedGoal& numbered : GoalTree(inputs)) {
      places_[numbered.goal->name()] = tree_.size();
      tree_.push_back({numbered.number, WordingOfGoal(*numbered.goal, inputs).title});
    }
  }

  // What is written for the goals of a measure. Remembers those with a number.
  std::string Of(const Measure& measure) {
    std::vector<std::string> goals;
    for (const GoalMeasureLink& link : measure.goals()) {
      const auto place = places_.find(link.goal());
      if (place == places_.end()) continue;
      used_.insert(place->second);
      goals.push_back(tree_[place->second].number);
    }
    return absl::StrJoin(goals, "; ");
  }

  // The numbers that were used, with their titles; empty if none was.
  std::string Legend() const {
    std::vector<std::string> goals;
    for (const size_t place : used_) {
      goals.push_back(absl::Substitute(PlanWordingOf(language_).goal_in_note, tree_[place].number,
                                       tree_[place].title));
    }
    return absl::StrJoin(goals, "; ");
  }

 private:
  struct Entry {
    std::string number;
    std::string title;
  };
  const Language language_;
  std::vector<Entry> tree_;
  std::map<std::string, size_t> places_;
  std::set<size_t> used_;
};

// When a measure was last changed, if that was in the report's period.
v1alpha::Cell ChangedCell(const Measure& measure, const ReportPeriod& period) {
  const google::type::Date day = types::DayInBerlin(types::FromTimestamp(measure.update_time()));
  if (measure.has_update_time() && period.Contains(day)) return DateCell(day);
  return MissingCell(v1alpha::Missing::REASON_NOT_APPLICABLE);
}

v1alpha::Cell ProgressCell(const Measure& measure) {
  v1alpha::Number percent;
  percent.set_unscaled(measure.progress_percent());
  percent.set_unit("%");
  return NumberCell(percent);
}

void AddNotes(const ReportInputs& inputs, const GoalNumbers& goals, size_t shown,
              v1alpha::Table& table) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  const std::string legend = goals.Legend();
  if (!legend.empty()) table.add_notes(absl::Substitute(words.goals_note, legend));
  table.add_notes(words.progress_note);
  table.add_notes(PeriodNote(inputs, words.changed_note, words.changed_to_note));
  if (shown < inputs.process.measures->size()) table.add_notes(words.ideas_note);
}

void AppendTable(const ReportInputs& inputs, const std::vector<NumberedMeasure>& measures,
                 v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  const StatusDay on = StatusDayOf(inputs);
  const ReportPeriod period = PeriodOf(inputs);
  const ByName<OrgUnit> units = MakeByName(inputs.process.org_units);
  GoalNumbers goals(inputs);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-table"), words.measures_caption,
               {words.number_column, words.measure_column, words.goals_column, words.unit_column,
                words.due_column, words.status_column, words.progress_column, words.changed_column},
               section);
  for (const auto& [number, measure] : measures) {
    const bool dated = IsFullDate(measure->due_date());
    AddRow(
        {TextCell(number), TextCell(TitleOf(*measure, inputs.language)),
         KnownTextCell(goals.Of(*measure)),
         KnownTextCell(TitleIn(units, measure->accountable_unit(), inputs.language)),
         dated ? DateCell(measure->due_date())
               : MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED),
         StandingCell(*measure, inputs, on), ProgressCell(*measure), ChangedCell(*measure, period)},
        table);
    ShowsResource(*measure, *table.mutable_rows()->rbegin());
  }
  AddNotes(inputs, goals, measures.size(), table);
  NameSources(inputs, {"goals", "measures", "orgUnits"}, table);
}

// How many measures stand how, in the order of the signals: `3 im Plan, 1 überfällig`.
std::string CountsInWords(const ReportInputs& inputs,
                          const std::vector<NumberedMeasure>& measures) {
  const StatusDay on = StatusDayOf(inputs);
  std::map<int, std::pair<std::string, int64_t>> counts;  // Word and number by signal.
  for (const auto& [number, measure] : measures) {
    const v1alpha::Status status = StatusOf(*measure, on, inputs.language);
    auto& [word, count] = counts[status.signal()];
    word = status.word();
    ++count;
  }
  std::vector<std::string> parts;
  for (const auto& [signal, counted] : counts) {
    parts.push_back(absl::Substitute(PlanWordingOf(inputs.language).status_count,
                                     FormatInteger(inputs.language, counted.second),
                                     counted.first));
  }
  return absl::StrJoin(parts, ", ");
}

void AppendChart(const ReportInputs& inputs, const std::vector<NumberedMeasure>& measures,
                 v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  v1alpha::Chart& chart =
      AddChart(absl::StrCat(section.section_id(), "-chart"), words.status_chart_title,
               absl::StrCat(section.section_id(), "-table"), v1alpha::Chart::FORM_STATUS_OVERVIEW,
               {kStatusColumn}, section);
  const auto number = static_cast<int64_t>(measures.size());
  chart.set_alt_text(absl::Substitute(FormFor(words.status_chart_alt, number),
                                      FormatInteger(inputs.language, number)));
  chart.set_long_description(
      absl::Substitute(words.status_chart_in_words, CountsInWords(inputs, measures)));
}

}  // namespace

void AppendMeasures(const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<NumberedMeasure> measures = NumberedMeasures(inputs);
  if (measures.empty()) return;
  section.set_scope(v1alpha::Section::SCOPE_CONTROLLING);
  AppendChart(inputs, measures, section);
  AppendTable(inputs, measures, section);
  AppendEfforts(inputs, measures, section);
}

}  // namespace lotse::reporting
