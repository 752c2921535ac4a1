#include "services/engagement/domain/track_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/amounts.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using v1alpha::Phase;
using v1alpha::Track;

// Limits of track.proto.
constexpr int kMaxUnits = 20;
constexpr int kMaxMonths = 60;

void CheckMonths(const std::string& path, const v1alpha::UnitCapacity& capacity,
                 rpc::FieldViolations* violations) {
  CheckLimit(path + ".months", capacity.months_size(), kMaxMonths, violations);
  std::set<std::pair<int, int>> seen;
  for (int i = 0; i < capacity.months_size(); ++i) {
    const v1alpha::MonthCapacity& month = capacity.months(i);
    const std::string at = absl::StrCat(path, ".months[", i, "]");
    CheckMonth(at, month.year(), month.month(), violations);
    CheckDays(at + ".days", month.days(), violations);
    if (!seen.insert({month.year(), month.month()}).second) {
      violations->push_back(Violation(at + ".month", {"ist doppelt; jeden Monat nur einmal angeben",
                                                      "is there twice; give each month once"}));
    }
  }
}

// `months` from the first day of the engagement, which is month 1.
absl::CivilDay DayOfMonth(absl::CivilDay start, int month) {
  const absl::CivilMonth wanted = absl::CivilMonth(start) + (month - 1);
  const absl::CivilDay same(wanted.year(), wanted.month(), start.day());
  return absl::CivilMonth(same) == wanted ? same : absl::CivilDay(wanted + 1) - 1;
}

void CopyGate(const v1alpha::PhaseTemplateItem& item, Phase* phase) {
  for (const v1alpha::PhaseCriterion& from : item.criteria()) {
    v1alpha::GateCriterion* to = phase->add_criteria();
    to->set_criterion_id(from.criterion_id());
    *to->mutable_title() = from.title();
    to->set_mandatory(from.mandatory());
    to->set_check(from.check());
  }
  for (const v1alpha::PhaseDeliverable& from : item.deliverables()) {
    v1alpha::GateDeliverable* to = phase->add_deliverables();
    to->set_deliverable_id(from.deliverable_id());
    *to->mutable_title() = from.title();
    to->set_mandatory(from.mandatory());
  }
  if (item.has_decided_by()) *phase->mutable_decided_by() = item.decided_by();
  *phase->mutable_tools() = item.tools();
}

}  // namespace

rpc::FieldViolations CheckTrack(const Track& track) {
  rpc::FieldViolations violations;
  types::CheckText("track.title", track.title(), &violations);
  CheckLimit("track.org_units", track.org_units_size(), kMaxUnits, &violations);
  CheckFunctionId("track.lead_function_id", track.lead_function_id(), &violations);
  CheckLimit("track.capacities", track.capacities_size(), kMaxUnits, &violations);
  std::set<std::string> seen;
  for (int i = 0; i < track.capacities_size(); ++i) {
    const v1alpha::UnitCapacity& capacity = track.capacities(i);
    const std::string path = absl::StrCat("track.capacities[", i, "]");
    CheckDays(path + ".days_per_month", capacity.days_per_month(), &violations);
    CheckMonths(path, capacity, &violations);
    if (!seen.insert(capacity.org_unit()).second) {
      violations.push_back(Violation(
          path + ".org_unit",
          {"ist doppelt; jede Stelle nur einmal angeben", "is there twice; give each unit once"}));
    }
  }
  types::CheckExternalIds("track.external_ids", track.external_ids(), &violations);
  return violations;
}

std::vector<Phase> CopyPhases(const v1alpha::PhaseTemplate& phase_template, absl::string_view track,
                              const google::type::Date& start) {
  std::vector<Phase> phases;
  const absl::CivilDay first = types::ToCivil(start);
  for (const v1alpha::PhaseTemplateItem& item : phase_template.phases()) {
    Phase phase;
    phase.set_name(absl::StrCat(track, "/phases/", item.phase_id()));
    *phase.mutable_title() = item.title();
    phase.set_phase_id(item.phase_id());
    phase.set_position(kPositionStep * static_cast<int>(phases.size() + 1));
    phase.set_state(Phase::STATE_PLANNED);
    phase.set_skippable(item.skippable());
    phase.set_waivable(item.waivable());
    phase.set_serves(item.serves());
    if (item.start_month() != 0 || item.end_month() != 0) {
      *phase.mutable_planned_start_date() = types::ToDate(DayOfMonth(first, item.start_month()));
      *phase.mutable_planned_end_date() =
          types::ToDate(DayOfMonth(first, item.end_month() + 1) - 1);
    }
    CopyGate(item, &phase);
    phases.push_back(std::move(phase));
  }
  return phases;
}

}  // namespace lotse::engagement
