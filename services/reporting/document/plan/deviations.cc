// Measures that do not go as planned.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Blocker;
using engagement::v1alpha::Measure;
using v1alpha::Status;

bool Deviates(Status::Signal signal) {
  return signal == Status::SIGNAL_AT_RISK || signal == Status::SIGNAL_CRITICAL ||
         signal == Status::SIGNAL_DISCONTINUED;
}

// In what a measure deviates: all that makes its status, see status_rules.h.
std::string WhyOf(const Measure& measure, const StatusDay& on, Language language) {
  const PlanWording& words = PlanWordingOf(language);
  std::vector<std::string> parts;
  if (measure.state() == Measure::STATE_CANCELLED) return words.why_cancelled;
  if (IsOverdue(measure, on)) {
    parts.push_back(absl::Substitute(words.why_overdue, FormatDate(language, measure.due_date())));
  }
  if (BeginsLate(measure, on)) {
    parts.push_back(absl::Substitute(words.why_late, FormatDate(language, measure.start_date())));
  }
  if (measure.state() == Measure::STATE_BLOCKED) parts.push_back(words.why_blocked);
  if (measure.state() == Measure::STATE_ON_HOLD) parts.push_back(words.why_on_hold);
  if (parts.empty()) parts.push_back(words.why_blocker);
  return absl::StrJoin(parts, "; ");
}

v1alpha::Cell BlockersCell(const Measure& measure, const StatusDay& on, Language language) {
  std::vector<std::string> parts;
  for (const Blocker* blocker : OpenBlockers(measure, on)) {
    parts.push_back(absl::Substitute(PlanWordingOf(language).blocker_since,
                                     TextOr(blocker->title(), language, blocker->blocker_id()),
                                     FormatDate(language, blocker->from_date())));
  }
  if (parts.empty()) return MissingCell(v1alpha::Missing::REASON_NOT_APPLICABLE);
  return TextCell(absl::StrJoin(parts, "; "));
}

}  // namespace

void AppendDeviations(const ReportInputs& inputs, v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  const StatusDay on = StatusDayOf(inputs);
  v1alpha::Section found;
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-table"), words.deviations_caption,
               {words.number_column, words.measure_column, words.status_column, words.why_column,
                words.blockers_column},
               found);
  for (const auto& [number, measure] : NumberedMeasures(inputs)) {
    if (!Deviates(SignalOf(*measure, on))) continue;
    AddRow({TextCell(number), TextCell(TitleOf(*measure, inputs.language)),
            StandingCell(*measure, inputs, on), TextCell(WhyOf(*measure, on, inputs.language)),
            BlockersCell(*measure, on, inputs.language)},
           table);
    ShowsResource(*measure, *table.mutable_rows()->rbegin());
  }
  if (table.rows().empty()) return;
  table.add_notes(words.deviations_note);
  NameSources(inputs, {"measures"}, table);
  section.set_scope(v1alpha::Section::SCOPE_CONTROLLING);
  section.mutable_blocks()->MergeFrom(found.blocks());
}

}  // namespace lotse::reporting
