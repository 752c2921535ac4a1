// What is in a measure.
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "runtime/types/decimal.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/measure_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using types::Presence;
using v1alpha::Measure;

namespace {

constexpr char kService[] = "administrations/{administration}/municipalServices/{service}";

// A decimal from 0 to `most`.
void CheckFromZero(const std::string& field, const google::type::Decimal& value, int most,
                   rpc::FieldViolations* violations) {
  const auto number = types::CheckDecimal(field, value, violations);
  if (!number.has_value()) return;
  if (number->negative() || *number > types::Decimal::FromInt(most)) {
    violations->push_back(
        Violation(field, {absl::StrCat("nicht von 0 bis ", most, "; eine Zahl davon angeben"),
                          absl::StrCat("not from 0 to ", most, "; give one of them")}));
  }
}

void CheckGoals(const Measure& measure, rpc::FieldViolations* violations) {
  CheckLimit("measure.goals", measure.goals_size(), 20, violations);
  std::set<std::string> seen;
  for (int i = 0; i < measure.goals_size(); ++i) {
    const v1alpha::GoalMeasureLink& link = measure.goals(i);
    const std::string path = absl::StrCat("measure.goals[", i, "]");
    CheckSibling(path + ".goal", "goals", measure.name(), link.goal(), violations);
    if (link.goal().empty())
      violations->push_back(Violation(
          path + ".goal", {"fehlt; ein Handlungsziel angeben", "missing; give an action goal"}));
    if (!seen.insert(link.goal()).second) {
      violations->push_back(
          Violation(path + ".goal", {"ist schon da; jedes Ziel nur einmal angeben",
                                     "is there already; give each goal once"}));
    }
    if (link.has_weight()) CheckFromZero(path + ".weight", link.weight(), 100, violations);
    types::CheckText(path + ".rationale", link.rationale(), violations, Presence::kOptional);
  }
}

void CheckResponsibilities(const Measure& measure, rpc::FieldViolations* violations) {
  using v1alpha::Responsibility;
  CheckLimit("measure.responsibilities", measure.responsibilities_size(), 30, violations);
  std::set<std::tuple<std::string, std::string, int>> seen;
  for (int i = 0; i < measure.responsibilities_size(); ++i) {
    const Responsibility& part = measure.responsibilities(i);
    const std::string path = absl::StrCat("measure.responsibilities[", i, "]");
    CheckFunctionId(path + ".function_id", part.function_id(), violations, FunctionId::kRequired);
    CheckUnit(path + ".org_unit", part.org_unit(), violations);
    if (part.role() == Responsibility::ROLE_UNSPECIFIED ||
        !Responsibility::Role_IsValid(part.role())) {
      violations->push_back(Violation(
          path + ".role", {"fehlt; ROLE_RESPONSIBLE, ROLE_CONSULTED oder ROLE_INFORMED angeben",
                           "missing; give ROLE_RESPONSIBLE, ROLE_CONSULTED or ROLE_INFORMED"}));
    }
    if (!seen.emplace(part.function_id(), part.org_unit(), part.role()).second) {
      violations->push_back(
          Violation(path, {"ist schon da; nur einmal angeben", "is there already; give it once"}));
    }
  }
}

void CheckEfforts(const Measure& measure, rpc::FieldViolations* violations) {
  CheckLimit("measure.efforts", measure.efforts_size(), 500, violations);
  std::set<std::tuple<std::string, int, int>> seen;
  for (int i = 0; i < measure.efforts_size(); ++i) {
    const v1alpha::Effort& effort = measure.efforts(i);
    const std::string path = absl::StrCat("measure.efforts[", i, "]");
    CheckUnit(path + ".org_unit", effort.org_unit(), violations);
    if (effort.year() < 1900 || effort.year() > 2200) {
      violations->push_back(Violation(path + ".year", {"nicht von 1900 bis 2200; das Jahr angeben",
                                                       "not from 1900 to 2200; give the year"}));
    }
    if (effort.month() < 1 || effort.month() > 12) {
      violations->push_back(Violation(path + ".month", {"nicht von 1 bis 12; den Monat angeben",
                                                        "not from 1 to 12; give the month"}));
    }
    CheckFromZero(path + ".days", effort.days(), 1000, violations);
    if (!seen.emplace(effort.org_unit(), effort.year(), effort.month()).second) {
      violations->push_back(
          Violation(path, {"für diese Stelle steht dieser Monat schon da; die Summe einmal angeben",
                           "this unit has this month already; give the sum once"}));
    }
  }
}

void CheckBlockers(const Measure& measure, rpc::FieldViolations* violations) {
  CheckLimit("measure.blockers", measure.blockers_size(), 50, violations);
  std::vector<std::string> ids;
  for (int i = 0; i < measure.blockers_size(); ++i) {
    const v1alpha::Blocker& blocker = measure.blockers(i);
    const std::string path = absl::StrCat("measure.blockers[", i, "]");
    ids.push_back(blocker.blocker_id());
    types::CheckText(path + ".title", blocker.title(), violations);
    if (blocker.has_to_date()) {
      types::CheckPeriod(path + ".from_date", blocker.from_date(), path + ".to_date",
                         blocker.to_date(), violations);
    } else {
      types::CheckDate(path + ".from_date", blocker.from_date(), violations);
    }
  }
  CheckUniqueIds("measure.blockers", "blocker_id", ids, violations);
}

void CheckUnitsOf(const Measure& measure, rpc::FieldViolations* violations) {
  CheckUnit("measure.accountable_unit", measure.accountable_unit(), violations);
  CheckUnits("measure.contributing_units", measure.contributing_units(), 20, violations);
  for (int i = 0; i < measure.contributing_units_size(); ++i) {
    if (measure.contributing_units(i) != measure.accountable_unit()) continue;
    violations->push_back(Violation(absl::StrCat("measure.contributing_units[", i, "]"),
                                    {"ist die verantwortliche Stelle; nur die anderen angeben",
                                     "is the accountable unit; give the others only"}));
  }
}

}  // namespace

rpc::FieldViolations CheckMeasure(const Measure& measure) {
  rpc::FieldViolations violations;
  types::CheckText("measure.title", measure.title(), &violations);
  types::CheckText("measure.description", measure.description(), &violations, Presence::kOptional);
  CheckGoals(measure, &violations);
  CheckSibling("measure.track", "tracks", measure.name(), measure.track(), &violations);
  CheckUnitsOf(measure, &violations);
  CheckResponsibilities(measure, &violations);
  CheckOptionalPeriod("measure.start_date", measure.has_start_date(), measure.start_date(),
                      "measure.due_date", measure.has_due_date(), measure.due_date(), &violations);
  CheckEfforts(measure, &violations);
  CheckBlockers(measure, &violations);
  if (measure.progress_percent() < 0 || measure.progress_percent() > 100) {
    violations.push_back(Violation(
        "measure.progress_percent",
        {"nicht von 0 bis 100; eine Zahl davon angeben", "not from 0 to 100; give one of them"}));
  }
  CheckNames("measure.services", kService, measure.services(), 20, &violations);
  if (!Measure::Offer_IsValid(measure.offer())) {
    violations.push_back(
        Violation("measure.offer", {"unbekannt; OFFER_SPECIAL oder OFFER_REGULAR angeben",
                                    "unknown; give OFFER_SPECIAL or OFFER_REGULAR"}));
  }
  CheckContentPlace("measure", measure, &violations);
  if (measure.has_suggestion()) {
    CheckCode("measure.suggestion", measure.suggestion(), &violations);
  }
  CheckSiblings("measure.indicators", "indicators", measure.name(), measure.indicators(), 20,
                &violations);
  types::CheckExternalIds("measure.external_ids", measure.external_ids(), &violations);
  return violations;
}

}  // namespace lotse::engagement
