#include "services/engagement/domain/engagement_rules.h"

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"

namespace lotse::engagement {
namespace {

constexpr char kInside[] = "outside of the programme's dates";

// The last day of `months` whole months that begin with `start`.
absl::CivilDay LastDay(absl::CivilDay start, int months) {
  const absl::CivilMonth month = absl::CivilMonth(start) + months;
  // The 31st has no counterpart in a shorter month: its last day is taken.
  const absl::CivilDay same(month.year(), month.month(), start.day());
  return absl::CivilMonth(same) == month ? same - 1 : absl::CivilDay(month + 1) - 1;
}

}  // namespace

rpc::FieldViolations CheckEngagement(const v1alpha::Engagement& engagement,
                                     const v1alpha::Programme& programme) {
  rpc::FieldViolations violations;
  types::CheckText("engagement.title", engagement.title(), &violations);
  types::CheckName("engagement.administration", "administrations/{administration}",
                   engagement.administration(), &violations);
  if (!types::CheckPeriod("engagement.start_date", engagement.start_date(), "engagement.end_date",
                          engagement.end_date(), &violations)) {
    return violations;
  }
  const absl::CivilDay start = types::ToCivil(engagement.start_date());
  const absl::CivilDay end = types::ToCivil(engagement.end_date());
  if (start < types::ToCivil(programme.start_date())) {
    violations.push_back({"engagement.start_date", kInside});
  }
  if (end > types::ToCivil(programme.end_date())) {
    violations.push_back({"engagement.end_date", kInside});
  }
  const int limit = programme.engagement_months_limit();
  if (limit > 0 && end > LastDay(start, limit)) {
    violations.push_back(
        {"engagement.end_date", absl::StrCat("longer than the programme's limit of ", limit,
                                             " months; the last possible day is ",
                                             absl::FormatCivilTime(LastDay(start, limit)))});
  }
  return violations;
}

void CopyPhases(const v1alpha::Programme& programme, v1alpha::Engagement* engagement) {
  engagement->clear_phases();
  for (const auto& item : programme.phase_templates()) {
    auto* phase = engagement->add_phases();
    phase->set_phase_id(item.phase_id());
    *phase->mutable_title() = item.title();
    phase->set_state(v1alpha::Phase::STATE_PLANNED);
  }
}

}  // namespace lotse::engagement
