#include "services/engagement/domain/unit_interface_rules.h"

#include <set>

#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

constexpr char kUnit[] = "administrations/{administration}/orgUnits/{org_unit}";
constexpr int kMinUnits = 2;
constexpr int kMaxUnits = 20;

}  // namespace

rpc::FieldViolations CheckUnitInterface(const v1alpha::UnitInterface& unit_interface) {
  rpc::FieldViolations violations;
  types::CheckText("unit_interface.title", unit_interface.title(), &violations);
  if (unit_interface.units_size() < kMinUnits) {
    violations.push_back(Violation("unit_interface.units", {"die Stellen angeben, mindestens 2",
                                                            "give the units, at least 2"}));
  }
  CheckLimit("unit_interface.units", unit_interface.units_size(), kMaxUnits, &violations);
  std::set<std::string> seen;
  for (int i = 0; i < unit_interface.units_size(); ++i) {
    const std::string& unit = unit_interface.units(i);
    const std::string at = At("unit_interface.units", i);
    if (!CheckNameBeside(at, kUnit, unit, unit_interface.name(), &violations)) continue;
    if (!seen.insert(unit).second) {
      violations.push_back(Violation(at, {"ist schon da; jede Stelle nur einmal angeben",
                                          "is there already; give each unit once"}));
    }
  }
  CheckOptionalText("unit_interface.problem", unit_interface.problem(), &violations);
  CheckOptionalText("unit_interface.remedy", unit_interface.remedy(), &violations);
  CheckEnum("unit_interface.state", unit_interface, "state", &violations);
  types::CheckExternalIds("unit_interface.external_ids", unit_interface.external_ids(),
                          &violations);
  return violations;
}

}  // namespace lotse::engagement
