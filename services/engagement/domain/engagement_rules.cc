#include "services/engagement/domain/engagement_rules.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/code_checks.h"
#include "services/engagement/domain/recorded_reports.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

// The last day by the limit in months, or by an amendment that goes beyond it.
absl::CivilDay LastPossible(absl::CivilDay start, int limit, const v1alpha::Engagement& engagement,
                            bool amended) {
  const absl::CivilDay last = LastDayOf(start, limit);
  if (!amended || !engagement.has_agreed_end_date()) return last;
  return std::max(last, types::ToCivil(engagement.agreed_end_date()));
}

// How an engagement lies in its programme. Both have dates that are right.
struct Fit {
  absl::CivilDay start;
  absl::CivilDay end;
  // First and last possible day of the end by the limits in months; absent without one.
  std::optional<absl::CivilDay> first_possible;
  std::optional<absl::CivilDay> last_possible;
  bool starts_too_early = false;
  bool ends_too_late = false;
  bool too_long = false;
  bool too_short = false;
};

Fit FitOf(const v1alpha::Engagement& engagement, const v1alpha::Programme& programme,
          bool amended) {
  Fit fit;
  fit.start = types::ToCivil(engagement.start_date());
  fit.end = types::ToCivil(engagement.end_date());
  const int limit = programme.engagement_months_limit();
  if (limit > 0) fit.last_possible = LastPossible(fit.start, limit, engagement, amended);
  fit.starts_too_early = fit.start < types::ToCivil(programme.start_date());
  fit.ends_too_late = fit.end > types::ToCivil(programme.end_date());
  // An agreement in force may say so.
  const int least = programme.engagement_months_min();
  if (least > 0 && !engagement.has_agreed_end_date()) {
    fit.first_possible = LastDayOf(fit.start, least);
  }
  fit.too_short = fit.first_possible.has_value() && fit.end < *fit.first_possible;
  fit.too_long = fit.last_possible.has_value() && fit.end > *fit.last_possible;
  return fit;
}

// A day of an engagement that its programme does not have.
rpc::FieldViolation Outside(const char* field, const v1alpha::Programme& programme) {
  const std::string first = absl::FormatCivilTime(types::ToCivil(programme.start_date()));
  const std::string last = absl::FormatCivilTime(types::ToCivil(programme.end_date()));
  return Violation(field, {absl::StrCat("außerhalb der Laufzeit des Programms; einen Tag von ",
                                        first, " bis ", last, " angeben"),
                           absl::StrCat("outside of the programme's dates; give a day from ", first,
                                        " to ", last)});
}

// Limits of engagement.proto.
constexpr int kMaxOccasions = 10;
constexpr int kMaxAssessments = 50;
constexpr int kMaxActivities = 10;
constexpr int kMaxTargetGroups = 30;

void CheckRating(const std::string& field, int rating, rpc::FieldViolations* violations) {
  if (rating < 1 || rating > 5)
    violations->push_back(Violation(field, {"1 bis 5 angeben", "give 1 to 5"}));
}

void CheckIntake(const v1alpha::Engagement& engagement, rpc::FieldViolations* violations) {
  CheckCodes("engagement.occasions", engagement.occasions(), kMaxOccasions, violations);
  CheckCodes("engagement.core_activities", engagement.core_activities(), kMaxActivities,
             violations);
  CheckCodes("engagement.target_groups", engagement.target_groups(), kMaxTargetGroups, violations);
  types::CheckText("engagement.sponsorship", engagement.sponsorship(), violations,
                   types::Presence::kOptional);
  CheckLimit("engagement.assessments", engagement.assessments_size(), kMaxAssessments, violations);
  std::set<std::string> seen;
  for (int i = 0; i < engagement.assessments_size(); ++i) {
    const v1alpha::CapacityAssessment& assessment = engagement.assessments(i);
    const std::string path = absl::StrCat("engagement.assessments[", i, "]");
    CheckRating(path + ".need", assessment.need(), violations);
    CheckRating(path + ".capacity", assessment.capacity(), violations);
    types::CheckText(path + ".reasoning", assessment.reasoning(), violations,
                     types::Presence::kOptional);
    if (!seen.insert(assessment.org_unit()).second) {
      violations->push_back(
          Violation(path + ".org_unit", {"ist doppelt; jede Stelle nur einmal einschätzen",
                                         "is there twice; assess each unit once"}));
    }
  }
}

}  // namespace

absl::CivilDay LastDayOf(absl::CivilDay start, int months) {
  const absl::CivilMonth month = absl::CivilMonth(start) + months;
  // The 31st has no counterpart in a shorter month: its last day is taken.
  const absl::CivilDay same(month.year(), month.month(), start.day());
  return absl::CivilMonth(same) == month ? same - 1 : absl::CivilDay(month + 1) - 1;
}

rpc::FieldViolations CheckEngagement(const v1alpha::Engagement& engagement) {
  rpc::FieldViolations violations;
  types::CheckText("engagement.title", engagement.title(), &violations);
  types::CheckName("engagement.administration", "administrations/{administration}",
                   engagement.administration(), &violations);
  types::CheckExternalIds("engagement.external_ids", engagement.external_ids(), &violations);
  types::CheckPeriod("engagement.start_date", engagement.start_date(), "engagement.end_date",
                     engagement.end_date(), &violations);
  CheckIntake(engagement, &violations);
  CheckFinalReport(engagement, &violations);
  return violations;
}

// [fit]
rpc::FieldViolations CheckEngagementIn(const v1alpha::Engagement& engagement,
                                       const v1alpha::Programme& programme, bool amended) {
  rpc::FieldViolations violations;
  const Fit fit = FitOf(engagement, programme, amended);
  if (fit.starts_too_early) violations.push_back(Outside("engagement.start_date", programme));
  if (fit.ends_too_late) violations.push_back(Outside("engagement.end_date", programme));
  if (fit.too_long) {
    violations.push_back(Violation(
        "engagement.end_date",
        {absl::StrCat("länger als die höchstens ", programme.engagement_months_limit(),
                      " Monate des Programms; der letzte mögliche Tag ist ",
                      absl::FormatCivilTime(*fit.last_possible)),
         absl::StrCat("longer than the programme's limit of ", programme.engagement_months_limit(),
                      " months; the last possible day is ",
                      absl::FormatCivilTime(*fit.last_possible))}));
  }
  if (fit.too_short) {
    violations.push_back(Violation(
        "engagement.end_date",
        {absl::StrCat("kürzer als die mindestens ", programme.engagement_months_min(),
                      " Monate des Programms; der erste mögliche Tag ist ",
                      absl::FormatCivilTime(*fit.first_possible)),
         absl::StrCat("shorter than the programme's least of ", programme.engagement_months_min(),
                      " months; the first possible day is ",
                      absl::FormatCivilTime(*fit.first_possible))}));
  }
  return violations;
}
// [/fit]

rpc::FieldViolations CheckAgreedDates(const v1alpha::Engagement& before,
                                      const v1alpha::Engagement& after) {
  rpc::FieldViolations violations;
  if (!before.has_agreed_end_date()) return violations;
  for (const auto& [field, was, is] :
       {std::tuple("engagement.start_date", before.start_date(), after.start_date()),
        std::tuple("engagement.end_date", before.end_date(), after.end_date())}) {
    if (types::ToCivil(was) == types::ToCivil(is)) continue;
    violations.push_back(
        Violation(field, {"ist vereinbart; nur eine Änderung der Vereinbarung ändert es",
                          "agreed; change it by an amendment of the agreement"}));
  }
  return violations;
}

bool SameRoom(const v1alpha::Programme& before, const v1alpha::Programme& after) {
  return types::ToCivil(before.start_date()) == types::ToCivil(after.start_date()) &&
         types::ToCivil(before.end_date()) == types::ToCivil(after.end_date()) &&
         before.engagement_months_limit() == after.engagement_months_limit() &&
         before.engagement_months_min() == after.engagement_months_min();
}

void CheckEngagementFits(const v1alpha::Programme& programme, const v1alpha::Engagement& engagement,
                         bool amended, rpc::FieldViolations* violations) {
  const Fit fit = FitOf(engagement, programme, amended);
  if (fit.starts_too_early) {
    violations->push_back(Violation(
        "programme.start_date",
        {absl::StrCat(engagement.name(), " beginnt davor; ", absl::FormatCivilTime(fit.start),
                      " oder einen früheren Tag angeben"),
         absl::StrCat(engagement.name(), " starts before it; give ",
                      absl::FormatCivilTime(fit.start), " or an earlier day")}));
  }
  if (fit.ends_too_late) {
    violations->push_back(
        Violation("programme.end_date",
                  {absl::StrCat(engagement.name(), " endet danach; ",
                                absl::FormatCivilTime(fit.end), " oder einen späteren Tag angeben"),
                   absl::StrCat(engagement.name(), " ends after it; give ",
                                absl::FormatCivilTime(fit.end), " or a later day")}));
  }
  if (fit.too_long) {
    violations->push_back(Violation(
        "programme.engagement_months_limit",
        {absl::StrCat(engagement.name(), " ist länger, von ", absl::FormatCivilTime(fit.start),
                      " bis ", absl::FormatCivilTime(fit.end),
                      "; eine größere Grenze angeben, oder 0 für keine"),
         absl::StrCat(engagement.name(), " is longer, from ", absl::FormatCivilTime(fit.start),
                      " to ", absl::FormatCivilTime(fit.end),
                      "; give a larger limit, or 0 for none")}));
  }
  if (fit.too_short) {
    violations->push_back(Violation(
        "programme.engagement_months_min",
        {absl::StrCat(engagement.name(), " ist kürzer, von ", absl::FormatCivilTime(fit.start),
                      " bis ", absl::FormatCivilTime(fit.end),
                      "; eine kleinere Zahl angeben, oder 0 für keine Mindestdauer"),
         absl::StrCat(engagement.name(), " is shorter, from ", absl::FormatCivilTime(fit.start),
                      " to ", absl::FormatCivilTime(fit.end),
                      "; give a smaller number, or 0 for none")}));
  }
}

}  // namespace lotse::engagement
