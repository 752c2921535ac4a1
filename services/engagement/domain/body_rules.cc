#include "services/engagement/domain/body_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using rpc::FieldViolations;
using v1alpha::Body;
using v1alpha::BodyMember;

constexpr int kMostMembers = 100;

absl::CivilDay First(const BodyMember& member) {
  return member.has_from_date() ? types::ToCivil(member.from_date()) : absl::CivilDay::min();
}

absl::CivilDay Last(const BodyMember& member) {
  return member.has_to_date() ? types::ToCivil(member.to_date()) : absl::CivilDay::max();
}

bool AtOnce(const BodyMember& a, const BodyMember& b) {
  return a.function_id() == b.function_id() && First(a) <= Last(b) && First(b) <= Last(a);
}

void CheckMembers(const Body& body, FieldViolations* violations) {
  std::set<absl::string_view> functions;
  for (int i = 0; i < body.members_size(); ++i) {
    const BodyMember& member = body.members(i);
    const std::string at = absl::StrCat("body.members[", i, "]");
    CheckFunctionId(at + ".function_id", member.function_id(), violations, FunctionId::kRequired);
    CheckOptionalPeriod(at + ".from_date", member.has_from_date(), member.from_date(),
                        at + ".to_date", member.has_to_date(), member.to_date(), violations);
    for (int k = 0; k < i; ++k) {
      if (!AtOnce(body.members(k), member)) continue;
      violations->push_back(Violation(
          at + ".function_id", {"gehört dem Gremium zur selben Zeit schon an; Zeiträume angeben, "
                                "die sich nicht überschneiden, oder einen weglassen",
                                "is in it at the same time already; give periods that do not "
                                "overlap, or leave one out"}));
      break;
    }
    functions.insert(member.function_id());
  }
  const int most = static_cast<int>(functions.size());
  if (body.quorum() < 0 || body.quorum() > most) {
    violations->push_back(
        Violation("body.quorum",
                  {absl::StrCat("0 bis ", most, " angeben, die Zahl der Funktionen im Gremium"),
                   absl::StrCat("give 0 to ", most, ", the number of functions in it")}));
  }
}

}  // namespace

FieldViolations CheckBody(const Body& body) {
  FieldViolations violations;
  types::CheckText("body.title", body.title(), &violations);
  CheckEnum("body.kind", body, "kind", &violations, Zero::kMissing);
  types::CheckText("body.mandate", body.mandate(), &violations, types::Presence::kOptional);
  CheckLimit("body.members", body.members_size(), kMostMembers, &violations);
  if (body.members_size() <= kMostMembers) CheckMembers(body, &violations);
  types::CheckExternalIds("body.external_ids", body.external_ids(), &violations);
  return violations;
}

}  // namespace lotse::engagement
