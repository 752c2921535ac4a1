#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/tables/count_table.h"
#include "services/survey/analysis/tables/scores.h"
#include "services/survey/analysis/tables/table_plan.h"
#include "services/survey/analysis/tables/variables.h"

namespace lotse::survey::tables {

// Where people with these scores lie, as far as `spec` asks for it. `counts` are the people of each
// answer, `n` those with a score; nullopt: protected.
v1alpha::Location LocationOf(const std::vector<std::optional<int64_t>>& counts,
                             std::optional<int64_t> n, const std::vector<Score>& scores,
                             const v1alpha::TableSpec& spec, int64_t minimum_base);

// Adds the locations of all layers.
void AddLocations(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
                  const TableVariables& variables, v1alpha::Table* table);

// Cronbach's alpha, of at least `minimum_base` people. nullopt: counts that it is made of are
// protected. Alpha of those who answered all items is protected as well unless the crosstabs of
// each two items tell who that is: of two items, or if nobody answered some of them only.
v1alpha::Reliability ReliabilityOf(const std::optional<statistics::Reliability>& found, int items,
                                   int64_t minimum_base);

}  // namespace lotse::survey::tables
