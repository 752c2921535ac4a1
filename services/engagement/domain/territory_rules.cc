#include "services/engagement/domain/territory_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using v1alpha::Territory;

namespace {

constexpr size_t kLandDigits = 2;
constexpr size_t kDistrictDigits = 5;
constexpr size_t kAssociationDigits = 9;
constexpr size_t kMunicipalityDigits = 12;
constexpr char kOfAssociation = '5';
constexpr char kTownDigits[] = "0000000";

constexpr size_t kMaxTitleBytes = 200;
constexpr size_t kMaxSourceBytes = 300;
constexpr size_t kMaxVersionBytes = 63;
constexpr size_t kMaxQualityBytes = 8;
constexpr int kMaxPopulations = 200;
constexpr int kMaxSuccessors = 50;

bool IsLand(absl::string_view digits) { return digits >= "01" && digits <= "16"; }

void CheckPopulations(const Territory& territory, rpc::FieldViolations* violations) {
  CheckLimit("territory.populations", territory.populations_size(), kMaxPopulations, violations);
  std::optional<absl::CivilDay> before;
  for (int i = 0; i < territory.populations_size(); ++i) {
    const v1alpha::Population& population = territory.populations(i);
    const std::string path = absl::StrCat("territory.populations[", i, "]");
    if (population.count() < 0) {
      violations->push_back(
          Violation(path + ".count", {"negativ; 0 oder mehr angeben", "negative; give 0 or more"}));
    }
    CheckBytes(path + ".quality", population.quality(), kMaxQualityBytes, violations);
    if (!types::CheckDate(path + ".date", population.date(), violations)) continue;
    const absl::CivilDay day = types::ToCivil(population.date());
    if (before.has_value() && day <= *before) {
      violations->push_back(
          Violation(path + ".date",
                    {"nicht nach dem davor; jeden Tag nur einmal und den frühesten zuerst angeben",
                     "not after the one before; give each day once and "
                     "the earliest first"}));
    }
    before = day;
  }
}

void CheckSuccessors(const Territory& territory, rpc::FieldViolations* violations) {
  CheckLimit("territory.successors", territory.successors_size(), kMaxSuccessors, violations);
  std::set<std::string> seen;
  for (int i = 0; i < territory.successors_size(); ++i) {
    const std::string& successor = territory.successors(i);
    const std::string path = absl::StrCat("territory.successors[", i, "]");
    if (successor == territory.name()) {
      violations->push_back(Violation(path, {"ist das Gebiet selbst; angeben, was daraus wurde",
                                             "is itself; give what it became"}));
    } else if (!seen.insert(successor).second) {
      violations->push_back(Violation(path, {"ist schon da; jedes Gebiet nur einmal angeben",
                                             "is there already; give each once"}));
    }
  }
}

}  // namespace

std::optional<TerritoryKey> ReadTerritoryKey(absl::string_view key) {
  const bool digits = std::all_of(key.begin(), key.end(), absl::ascii_isdigit);
  if (!digits || !IsLand(key.substr(0, kLandDigits))) return std::nullopt;
  TerritoryKey read;
  read.land = std::string(key.substr(0, kLandDigits));
  if (key.size() == kLandDigits) {
    read.level = Territory::LEVEL_LAND;
    return read;
  }
  if (key.size() < kDistrictDigits) return std::nullopt;
  read.district = std::string(key.substr(0, kDistrictDigits));
  if (key.size() == kDistrictDigits) {
    read.level = Territory::LEVEL_DISTRICT;
    return read;
  }
  if (key[kDistrictDigits] == kOfAssociation) {
    read.association = std::string(key.substr(0, kAssociationDigits));
  }
  if (key.size() == kAssociationDigits && !read.association.empty()) {
    read.level = Territory::LEVEL_ASSOCIATION;
    return read;
  }
  if (key.size() != kMunicipalityDigits) return std::nullopt;
  read.level = Territory::LEVEL_MUNICIPALITY;
  read.ags = absl::StrCat(read.district, key.substr(kAssociationDigits));
  return read;
}

void CheckTerritoryKey(absl::string_view field, absl::string_view key,
                       rpc::FieldViolations* violations) {
  if (ReadTerritoryKey(key).has_value()) return;
  if (key.size() == 8) {
    violations->push_back(Violation(
        std::string(field), {"ein AGS sagt nicht, zu welcher Verbandsgemeinde er gehört; den ARS "
                             "mit 12 Ziffern angeben",
                             "an AGS does not tell the association; give the ARS of 12 digits"}));
    return;
  }
  violations->push_back(Violation(
      std::string(field),
      {absl::StrCat(key.empty() ? "fehlt" : "kein Schlüssel",
                    "; 2 Ziffern für ein Land angeben (01 bis 16), 5 für einen Kreis, 9 für eine "
                    "Verbands- oder Samtgemeinde (die sechste ist 5) oder 12 für eine Gemeinde "
                    "(ARS)"),
       absl::StrCat(key.empty() ? "missing" : "not a key",
                    "; give 2 digits for a Land (01 to 16), 5 for a district, 9 for an "
                    "association (its sixth is 5) or 12 for a municipality (ARS)")}));
}

std::string TerritoryName(absl::string_view key) { return absl::StrCat("territories/t", key); }

std::vector<std::string> KeysAbove(absl::string_view key) {
  const std::optional<TerritoryKey> read = ReadTerritoryKey(key);
  std::vector<std::string> above;
  if (!read.has_value()) return above;
  for (const std::string& part : {read->association, read->district, read->land}) {
    if (!part.empty() && part != key) above.push_back(part);
  }
  return above;
}

std::string TownOf(absl::string_view district) { return absl::StrCat(district, kTownDigits); }

bool IsTown(absl::string_view key) {
  return key.size() == kMunicipalityDigits && absl::EndsWith(key, kTownDigits);
}

void SetFromKey(Territory* territory) {
  const std::optional<TerritoryKey> read = ReadTerritoryKey(territory->key());
  if (!read.has_value()) return;
  const bool known_town = read->level == Territory::LEVEL_DISTRICT &&
                          territory->level() == Territory::LEVEL_DISTRICT_TOWN;
  territory->set_level(known_town ? Territory::LEVEL_DISTRICT_TOWN : read->level);
  territory->set_land(read->land);
  territory->set_district(read->district);
  territory->set_association(read->association);
  territory->set_ags(read->ags);
}

rpc::FieldViolations CheckTerritory(const Territory& territory) {
  rpc::FieldViolations violations;
  CheckTerritoryKey("territory.key", territory.key(), &violations);
  if (violations.empty() && territory.name() != TerritoryName(territory.key())) {
    violations.push_back(Violation(
        "territory.name",
        {absl::StrCat("nicht der Name zum Schlüssel; die Kennung t", territory.key(), " angeben"),
         absl::StrCat("not that of the key; give the id t", territory.key())}));
  }
  CheckBytes("territory.title", territory.title(), kMaxTitleBytes, &violations);
  CheckPopulations(territory, &violations);
  CheckOptionalPeriod("territory.valid_from_date", territory.has_valid_from_date(),
                      territory.valid_from_date(), "territory.valid_to_date",
                      territory.has_valid_to_date(), territory.valid_to_date(), &violations);
  CheckSuccessors(territory, &violations);
  CheckBytes("territory.source", territory.source(), kMaxSourceBytes, &violations);
  CheckBytes("territory.source_version", territory.source_version(), kMaxVersionBytes, &violations);
  types::CheckExternalIds("territory.external_ids", territory.external_ids(), &violations);
  return violations;
}

}  // namespace lotse::engagement
