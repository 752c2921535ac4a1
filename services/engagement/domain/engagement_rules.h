#pragma once

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

// The last day of `months` whole months that begin with `start`.
absl::CivilDay LastDayOf(absl::CivilDay start, int months);

// Adds a violation for each unit at `field` that is not one of `administration`.
template <class Units>
void CheckUnitsOf(absl::string_view administration, absl::string_view field, const Units& units,
                  rpc::FieldViolations* violations) {
  const std::string prefix = absl::StrCat(administration, "/orgUnits/");
  for (const std::string& unit : units) {
    if (unit.empty() || absl::StartsWith(unit, prefix)) continue;
    violations->push_back(Violation(
        std::string(field),
        {absl::StrCat(unit, " ist keine Stelle von ", administration, "; eine von dort angeben"),
         absl::StrCat(unit, " is no unit of ", administration, "; give one of it")}));
  }
}

// What is wrong with an engagement by itself, with paths from `engagement`.
rpc::FieldViolations CheckEngagement(const v1alpha::Engagement& engagement);

// What is wrong with an engagement in its programme, with paths from
// `engagement`, when it is created, changed or restored. Its dates lie inside the
// programme's. It is not longer than the programme's limit in months, unless an amendment
// says so: `amended` is IsAmended of the version in force (invariant 3 of the domain); and
// not shorter than its least, unless an agreement in force says so. Both are right by
// themselves.
rpc::FieldViolations CheckEngagementIn(const v1alpha::Engagement& engagement,
                                       const v1alpha::Programme& programme, bool amended);

// The dates cannot be changed by hand once an agreement in force has set the end: that
// takes an amendment (D-009, invariant 3).
rpc::FieldViolations CheckAgreedDates(const v1alpha::Engagement& before,
                                      const v1alpha::Engagement& after);

// Whether a programme that is changed leaves its engagements the room that they had: dates and
// limits in months.
bool SameRoom(const v1alpha::Programme& before, const v1alpha::Programme& after);

// The same invariant seen from a programme that is changed: adds what stands
// against an engagement that it has already, with paths from `programme`. Each
// violation names the engagement and says what would be right. To be called for
// each engagement that is not deleted, with a programme and an engagement that are
// right by themselves; a deleted one is checked when it is restored.
void CheckEngagementFits(const v1alpha::Programme& programme, const v1alpha::Engagement& engagement,
                         bool amended, rpc::FieldViolations* violations);

}  // namespace lotse::engagement
