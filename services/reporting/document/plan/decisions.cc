// What bodies decided in the time that a report is about.
#include "services/reporting/document/plan/decisions.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Body;
using engagement::v1alpha::Decision;
using engagement::v1alpha::MeetingRecord;

std::string OutcomeOf(Decision::State state, const PlanWording& words) {
  switch (state) {
    case Decision::STATE_ADOPTED:
      return words.outcome_adopted;
    case Decision::STATE_ADOPTED_MODIFIED:
      return words.outcome_modified;
    case Decision::STATE_DEFERRED:
      return words.outcome_deferred;
    case Decision::STATE_REJECTED:
      return words.outcome_rejected;
    case Decision::STATE_IMPLEMENTED:
      return words.outcome_implemented;
    case Decision::STATE_REVOKED:
      return words.outcome_revoked;
    default:
      return words.outcome_proposed;
  }
}

// The day on which a decision was made; else that of the last meeting it was put before, for
// example of one that was put off. Nothing if it was put before none.
std::optional<absl::CivilDay> DayOf(const Decision& decision, const ReportInputs& inputs) {
  if (IsFullDate(decision.decide_date())) return types::ToCivil(decision.decide_date());
  std::optional<absl::CivilDay> last;
  for (const MeetingRecord* record : InOrder(inputs.process.meeting_records)) {
    const auto& put = record->decisions();
    if (!IsFullDate(record->meeting_date()) ||
        std::find(put.begin(), put.end(), decision.name()) == put.end()) {
      continue;
    }
    const absl::CivilDay day = types::ToCivil(record->meeting_date());
    if (!last.has_value() || day > *last) last = day;
  }
  return last;
}

// The wording, with the change with which it was adopted.
std::string TextOf(const Decision& decision, Language language) {
  const std::string text = TextOr(decision.text(), language, "");
  const std::string change = TextOr(decision.modification(), language, "");
  if (change.empty()) return text;
  return absl::Substitute(PlanWordingOf(language).modification, text, change);
}

}  // namespace

std::vector<DatedDecision> DecisionsOf(const ReportInputs& inputs) {
  const ReportPeriod period = PeriodOf(inputs);
  std::vector<DatedDecision> decisions;
  for (const Decision* decision : InOrder(inputs.process.decisions)) {
    const std::optional<absl::CivilDay> day = DayOf(*decision, inputs);
    if (!day.has_value() || !period.Contains(types::ToDate(*day))) continue;
    decisions.push_back({*day, decision});
  }
  std::stable_sort(decisions.begin(), decisions.end(),
                   [](const DatedDecision& a, const DatedDecision& b) { return a.day < b.day; });
  return decisions;
}

void AppendDecisions(const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<DatedDecision> decisions = DecisionsOf(inputs);
  if (decisions.empty()) return;
  const PlanWording& words = PlanWordingOf(inputs.language);
  const ByName<Body> bodies = MakeByName(inputs.process.bodies);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-table"), words.decisions_caption,
               {words.subject_column, words.day_column, words.body_column, words.decision_column,
                words.outcome_column},
               section);
  for (const auto& [day, decision] : decisions) {
    AddRow({TextCell(TitleOf(*decision, inputs.language)), DateCell(types::ToDate(day)),
            KnownTextCell(TitleIn(bodies, decision->body(), inputs.language)),
            KnownTextCell(TextOf(*decision, inputs.language)),
            TextCell(OutcomeOf(decision->state(), words))},
           table);
    ShowsResource(*decision, *table.mutable_rows()->rbegin());
  }
  NameSources(inputs, {"bodies", "decisions", "meetingRecords"}, table);
}

}  // namespace lotse::reporting
