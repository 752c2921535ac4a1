#pragma once

#include <string>
#include <vector>

#include "lotse/engagement/v1alpha/territory_service.pb.h"
#include "runtime/rpc/field_violation.h"

// How rows of an official list become territories.
namespace lotse::engagement {

// What is wrong with the list as a whole: source, edition, day, number of rows.
rpc::FieldViolations CheckTerritoryList(const v1alpha::ImportTerritoriesRequest& list);

// What is wrong with one row by itself, with the fields of the row as paths. Limits of
// what it becomes are those of CheckTerritory.
rpc::FieldViolations CheckTerritoryRow(const v1alpha::TerritoryRow& row);

// The territory that a right row tells of.
v1alpha::Territory TerritoryOf(const v1alpha::ImportTerritoriesRequest& list,
                               const v1alpha::TerritoryRow& row);

// A territory of which the list tells only that it exists.
v1alpha::Territory DerivedTerritory(const v1alpha::ImportTerritoriesRequest& list,
                                    const std::string& key);

// Adds what a row tells (`seen`, of TerritoryOf) to what is known. Populations are joined
// by their days. All else is taken over unless what is known is of a later day; what the
// row does not tell stays.
void MergeTerritory(const v1alpha::Territory& seen, v1alpha::Territory* known);

// The same for one that the list does not have itself (`seen`, of DerivedTerritory): what
// is known from a list stays.
void MergeDerived(const v1alpha::Territory& seen, v1alpha::Territory* known);

}  // namespace lotse::engagement
