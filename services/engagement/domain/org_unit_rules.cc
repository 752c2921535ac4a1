#include "services/engagement/domain/org_unit_rules.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/code_checks.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using v1alpha::OrgUnit;

constexpr char kPattern[] = "administrations/{administration}/orgUnits/{org_unit}";
constexpr int kMaxTaskAreas = 30;

absl::CivilDay FirstDay(const OrgUnit& unit) {
  return unit.has_valid_from_date() ? types::ToCivil(unit.valid_from_date())
                                    : absl::CivilDay::min();
}

absl::CivilDay LastDay(const OrgUnit& unit) {
  return unit.has_valid_to_date() ? types::ToCivil(unit.valid_to_date()) : absl::CivilDay::max();
}

rpc::FieldViolation TooDeep() {
  return Violation(
      "org_unit.parent_unit",
      {absl::StrCat("Stellen liegen höchstens ", kMaxUnitDepth,
                    " Ebenen tief; eine Stelle weiter oben angeben"),
       absl::StrCat("units lie at most ", kMaxUnitDepth, " deep; give a unit further up")});
}

// How many levels there are below `name`.
int HeightBelow(const std::string& name, const std::multimap<std::string, const OrgUnit*>& children,
                int most) {
  int height = 0;
  if (most == 0) return 0;
  const auto [first, last] = children.equal_range(name);
  for (auto child = first; child != last; ++child) {
    height = std::max(height, 1 + HeightBelow(child->second->name(), children, most - 1));
  }
  return height;
}

}  // namespace

rpc::FieldViolations CheckOrgUnit(const OrgUnit& unit) {
  rpc::FieldViolations violations;
  types::CheckText("org_unit.title", unit.title(), &violations);
  if (!unit.parent_unit().empty()) {
    CheckNameBeside("org_unit.parent_unit", kPattern, unit.parent_unit(), unit.name(), &violations);
  }
  CheckOptionalPeriod("org_unit.valid_from_date", unit.has_valid_from_date(),
                      unit.valid_from_date(), "org_unit.valid_to_date", unit.has_valid_to_date(),
                      unit.valid_to_date(), &violations);
  CheckCodes("org_unit.task_areas", unit.task_areas(), kMaxTaskAreas, &violations);
  CheckEnum("org_unit.contact_intensity", unit, "contact_intensity", &violations);
  if (unit.headcount() < 0) {
    violations.push_back(Violation(
        "org_unit.headcount",
        {"negativ; 0 angeben, wenn die Zahl nicht bekannt ist", "negative; give 0 if unknown"}));
  }
  types::CheckExternalIds("org_unit.external_ids", unit.external_ids(), &violations);
  return violations;
}

rpc::FieldViolations CheckUnitBelow(const OrgUnit& unit, const std::vector<OrgUnit>& above) {
  if (above.empty()) return {};
  const bool circle = std::any_of(above.begin(), above.end(), [&](const OrgUnit& other) {
    return other.name() == unit.name();
  });
  if (circle) {
    return {Violation("org_unit.parent_unit",
                      {"liegt unter dieser Stelle selbst; eine angeben, die das nicht tut",
                       "lies below this unit itself; give one that does not"})};
  }
  rpc::FieldViolations violations;
  if (above.size() >= kMaxUnitDepth) violations.push_back(TooDeep());
  const OrgUnit& parent = above.front();
  if (FirstDay(unit) < FirstDay(parent)) {
    violations.push_back(
        Violation("org_unit.valid_from_date",
                  {absl::StrCat("vor dem ersten Tag von ", parent.name(), ", der Stelle darüber; ",
                                absl::FormatCivilTime(FirstDay(parent)), " oder später angeben"),
                   absl::StrCat("before ", parent.name(), ", the unit above; give ",
                                absl::FormatCivilTime(FirstDay(parent)), " or later")}));
  }
  if (LastDay(unit) > LastDay(parent)) {
    violations.push_back(Violation(
        "org_unit.valid_to_date",
        {absl::StrCat("nach dem letzten Tag von ", parent.name(), ", der Stelle darüber; ",
                      absl::FormatCivilTime(LastDay(parent)), " oder früher angeben"),
         absl::StrCat("after ", parent.name(), ", the unit above; give ",
                      absl::FormatCivilTime(LastDay(parent)), " or earlier")}));
  }
  return violations;
}

rpc::FieldViolations CheckUnitOver(const OrgUnit& unit, int depth,
                                   const std::vector<OrgUnit>& all) {
  rpc::FieldViolations violations;
  std::multimap<std::string, const OrgUnit*> children;
  for (const OrgUnit& other : all) {
    if (other.name() == unit.name()) continue;
    children.emplace(other.parent_unit(), &other);
  }
  if (depth + 1 + HeightBelow(unit.name(), children, kMaxUnitDepth) > kMaxUnitDepth) {
    violations.push_back(TooDeep());
  }
  const auto [first, last] = children.equal_range(unit.name());
  for (auto it = first; it != last; ++it) {
    const OrgUnit& child = *it->second;
    if (FirstDay(child) < FirstDay(unit)) {
      violations.push_back(Violation(
          "org_unit.valid_from_date",
          {absl::StrCat(child.name(),
                        ", die darunter liegt, beginnt davor; einen früheren Tag angeben, oder sie "
                        "zuerst ändern"),
           absl::StrCat(
               child.name(),
               ", which lies below, begins before it; give an earlier day, or change it first")}));
    }
    if (LastDay(child) > LastDay(unit)) {
      violations.push_back(Violation(
          "org_unit.valid_to_date",
          {absl::StrCat(child.name(),
                        ", die darunter liegt, besteht länger; sie zuerst beenden oder umhängen"),
           absl::StrCat(child.name(), ", which lies below, lasts longer; end or move it first")}));
    }
  }
  return violations;
}

}  // namespace lotse::engagement
