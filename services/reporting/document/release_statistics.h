#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/release_tables.h"

// What was worked out of a released table besides its counts. Each appends nothing where it was not
// asked for.
namespace lotse::reporting {

// Whether two variables hang together.
void AppendAssociation(const survey::v1alpha::TableLayer& layer, const ReleasedTableName& name,
                       Language language, v1alpha::Section& section);

// Where the answers lie: mean, median, deviation, highest scores, for each column and in all; of a
// battery for each item.
void AppendLocations(const survey::v1alpha::Table& table, const survey::v1alpha::TableLayer& layer,
                     const ReleasedTableName& name, Language language, v1alpha::Section& section);

// How well the items of a battery hang together.
void AppendReliability(const survey::v1alpha::Table& table, const ReleasedTableName& name,
                       Language language, v1alpha::Section& section);

// How well each group is reached beside its part of the population, with a pair of dots each.
void AppendReach(const survey::v1alpha::Table& table, const ReleasedTableName& name,
                 Language language, v1alpha::Section& section);

}  // namespace lotse::reporting
