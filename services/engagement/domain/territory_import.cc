#include "services/engagement/domain/territory_import.h"

#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/territory_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using v1alpha::ImportTerritoriesRequest;
using v1alpha::Population;
using v1alpha::Territory;
using v1alpha::TerritoryRow;

namespace {

constexpr int kMaxRows = 1000;
constexpr size_t kMaxSourceBytes = 300;
constexpr size_t kMaxVersionBytes = 63;

void CheckNeeded(const char* field, const std::string& text, size_t limit,
                 rpc::FieldViolations* violations) {
  if (text.empty())
    violations->push_back(
        Violation(field, {"fehlt; angeben, welche Liste es ist", "missing; say which list it is"}));
  CheckBytes(field, text, limit, violations);
}

// Whether a list is of a later day than another, of which none may be known.
bool IsLater(const Territory& one, const Territory& other) {
  if (!one.has_as_of_date() || !other.has_as_of_date()) return one.has_as_of_date();
  return types::ToCivil(one.as_of_date()) > types::ToCivil(other.as_of_date());
}

void TakeSource(const Territory& seen, Territory* known) {
  known->set_source(seen.source());
  known->set_source_version(seen.source_version());
  *known->mutable_as_of_date() = seen.as_of_date();
}

void MergePopulations(const Territory& seen, Territory* known) {
  std::map<absl::CivilDay, Population> by_day;
  for (const Population& population : known->populations()) {
    by_day[types::ToCivil(population.date())] = population;
  }
  for (const Population& population : seen.populations()) {
    by_day[types::ToCivil(population.date())] = population;
  }
  known->clear_populations();
  for (const auto& [day, population] : by_day) *known->add_populations() = population;
}

}  // namespace

rpc::FieldViolations CheckTerritoryList(const ImportTerritoriesRequest& list) {
  rpc::FieldViolations violations;
  CheckNeeded("source", list.source(), kMaxSourceBytes, &violations);
  CheckNeeded("source_version", list.source_version(), kMaxVersionBytes, &violations);
  types::CheckDate("as_of_date", list.as_of_date(), &violations);
  if (list.rows().empty())
    violations.push_back(
        Violation("rows", {"fehlt; 1 bis 1.000 angeben", "missing; give 1 to 1,000"}));
  CheckLimit("rows", list.rows_size(), kMaxRows, &violations);
  return violations;
}

rpc::FieldViolations CheckTerritoryRow(const TerritoryRow& row) {
  rpc::FieldViolations violations;
  CheckTerritoryKey("key", row.key(), &violations);
  const std::optional<TerritoryKey> key = ReadTerritoryKey(row.key());
  if (key.has_value() && !row.ags().empty() && row.ags() != key->ags) {
    violations.push_back(Violation(
        "ags", key->ags.empty()
                   ? rpc::Wording{"nur eine Gemeinde hat einen; keinen angeben",
                                  "only a municipality has one; give none"}
                   : rpc::Wording{absl::StrCat("nicht der des Schlüssels; ", key->ags, " angeben"),
                                  absl::StrCat("not that of the key, which is ", key->ags)}));
  }
  if (row.population() < 0) {
    violations.push_back(Violation(
        "population", {"negativ; 0 oder mehr angeben, oder nichts, wenn die Zahl nicht bekannt ist",
                       "negative; give 0 or more, or nothing if unknown"}));
  }
  for (int i = 0; i < row.successor_keys_size(); ++i) {
    CheckTerritoryKey(absl::StrCat("successor_keys[", i, "]"), row.successor_keys(i), &violations);
  }
  return violations;
}

Territory TerritoryOf(const ImportTerritoriesRequest& list, const TerritoryRow& row) {
  Territory territory = DerivedTerritory(list, row.key());
  territory.set_derived(false);
  territory.set_title(row.title());
  if (row.has_population()) {
    Population* population = territory.add_populations();
    *population->mutable_date() = list.as_of_date();
    population->set_count(row.population());
    population->set_quality(row.quality());
  }
  if (row.has_valid_from_date()) *territory.mutable_valid_from_date() = row.valid_from_date();
  if (row.has_valid_to_date()) *territory.mutable_valid_to_date() = row.valid_to_date();
  for (const std::string& key : row.successor_keys()) {
    territory.add_successors(TerritoryName(key));
  }
  return territory;
}

Territory DerivedTerritory(const ImportTerritoriesRequest& list, const std::string& key) {
  Territory territory;
  territory.set_name(TerritoryName(key));
  territory.set_key(key);
  SetFromKey(&territory);
  territory.set_source(list.source());
  territory.set_source_version(list.source_version());
  *territory.mutable_as_of_date() = list.as_of_date();
  territory.set_derived(true);
  return territory;
}

void MergeTerritory(const Territory& seen, Territory* known) {
  MergePopulations(seen, known);
  if (!known->derived() && IsLater(*known, seen)) return;
  known->set_derived(false);
  TakeSource(seen, known);
  if (!seen.title().empty()) known->set_title(seen.title());
  if (seen.has_valid_from_date()) *known->mutable_valid_from_date() = seen.valid_from_date();
  if (seen.has_valid_to_date()) *known->mutable_valid_to_date() = seen.valid_to_date();
  if (seen.successors_size() > 0) *known->mutable_successors() = seen.successors();
}

void MergeDerived(const Territory& seen, Territory* known) {
  if (seen.level() == Territory::LEVEL_DISTRICT_TOWN) known->set_level(seen.level());
  if (known->derived() && IsLater(seen, *known)) TakeSource(seen, known);
}

}  // namespace lotse::engagement
