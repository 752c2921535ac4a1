#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/territory.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What an official key tells by itself. Empty parts do not exist at its level.
struct TerritoryKey {
  v1alpha::Territory::Level level = v1alpha::Territory::LEVEL_UNSPECIFIED;
  std::string land;
  std::string district;
  std::string association;
  std::string ags;
};

// Reads a key: 2 digits of a Land (01 to 16), 5 of a district, 9 of an association or 12
// of a municipality (ARS). The four digits behind the district are an association's if
// the first of them is 5; those of a municipality without one begin with 0 or 9. Nothing
// if it is no key. Source: domain section 5.1.
std::optional<TerritoryKey> ReadTerritoryKey(absl::string_view key);

// Adds what is wrong with a key that stands at `field`.
void CheckTerritoryKey(absl::string_view field, absl::string_view key,
                       rpc::FieldViolations* violations);

// The only name of the territory with this key: `territories/t03102`.
std::string TerritoryName(absl::string_view key);

// The keys of association, district and Land above a key, from the nearest.
std::vector<std::string> KeysAbove(absl::string_view key);

// The key of the municipality that a district has if it is a town of its own: the
// district's and seven zeros. Source: domain section 5.1.
std::string TownOf(absl::string_view district);
bool IsTown(absl::string_view key);

// Sets what follows from the key. A district that is known to be a town stays one.
void SetFromKey(v1alpha::Territory* territory);

// What is wrong with a territory, with paths from `territory`: form of the key, the name
// that belongs to it, limits, days, populations and successors as territory.proto says.
rpc::FieldViolations CheckTerritory(const v1alpha::Territory& territory);

}  // namespace lotse::engagement
