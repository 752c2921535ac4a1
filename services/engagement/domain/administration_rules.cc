#include "services/engagement/domain/administration_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using v1alpha::Administration;

bool LengthFits(Administration::Level level, size_t digits) {
  switch (level) {
    case Administration::LEVEL_DISTRICT:
      return digits == 5;
    case Administration::LEVEL_ASSOCIATION:
      return digits == 9;
    case Administration::LEVEL_DISTRICT_TOWN:
      return digits == 5 || digits == 8 || digits == 12;
    default:
      return digits == 8 || digits == 12;
  }
}

// The Land that the key says; else one that is known.
void CheckLand(const Administration& administration, rpc::FieldViolations* violations) {
  const std::string& land = administration.land();
  if (land.empty()) return;
  const std::string said = LandOf(administration);
  if (said.empty() && !IsLandKey(land)) {
    violations->push_back(
        Violation("administration.land",
                  {"kein Schlüssel eines Landes; 01 bis 16 angeben, außerhalb Deutschlands nichts",
                   "not the key of a Land; give 01 to 16, or nothing outside Germany"}));
  } else if (!said.empty() && land != said) {
    violations->push_back(Violation(
        "administration.land",
        {"nicht die ersten beiden Ziffern des Gemeinde- oder Regionalschlüssels; diese angeben",
         "not the first two digits of the territory key; give these"}));
  }
}

}  // namespace

std::string LandOf(const Administration& administration) {
  return administration.territory_key().substr(0, 2);
}

rpc::FieldViolations CheckAdministration(const Administration& administration) {
  rpc::FieldViolations violations;
  types::CheckText("administration.title", administration.title(), &violations);
  const bool level_known = Administration::Level_IsValid(administration.level()) &&
                           administration.level() != Administration::LEVEL_UNSPECIFIED;
  CheckEnum("administration.level", administration, "level", &violations, Zero::kMissing);
  const std::string& key = administration.territory_key();
  const bool digits = std::all_of(key.begin(), key.end(), absl::ascii_isdigit);
  if (!key.empty() &&
      (!digits || (level_known && !LengthFits(administration.level(), key.size())))) {
    violations.push_back(Violation(
        "administration.territory_key",
        {"kein Schlüssel dieser Ebene; 5 Ziffern für einen Kreis angeben, 9 für eine Verbands- "
         "oder Samtgemeinde, 8 oder 12 für eine Gemeinde, außerhalb Deutschlands nichts",
         "not a key of this level; give 5 digits for a district, 9 for an "
         "association, 8 or 12 for a municipality, or nothing outside Germany"}));
  }
  if (administration.population() < 0) {
    violations.push_back(Violation(
        "administration.population",
        {"negativ; 0 angeben, wenn die Zahl nicht bekannt ist", "negative; give 0 if unknown"}));
  }
  CheckLand(administration, &violations);
  CheckOptionalText("administration.settlement_type", administration.settlement_type(),
                    &violations);
  types::CheckExternalIds("administration.external_ids", administration.external_ids(),
                          &violations);
  return violations;
}

}  // namespace lotse::engagement
