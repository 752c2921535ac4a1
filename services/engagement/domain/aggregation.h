#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "runtime/types/decimal.h"

// What values of several sites make together. Source: domain invariant 12.
namespace lotse::engagement {

// What one site brings in.
struct Site {
  std::optional<types::Decimal> value;
  std::optional<types::Decimal> weight;
};

// What they make.
struct Aggregate {
  // Absent if they make nothing.
  std::optional<types::Decimal> value;
  // Why not: `NOT_AGGREGATED`, `NO_VALUE`, `TOO_LARGE`; empty if there is a value.
  absl::string_view why_not;
  // Which sites are in it, as they were given.
  std::vector<bool> counted;
};

// By the rule of the definition:
//   SUM            the sum of the values
//   WEIGHTED_MEAN  Σ value·weight / Σ weight over the sites with a weight above 0, rounded
//                  half away from zero to the definition's decimals
//   NONE           nothing
// A site without a value (or without a weight, where one is needed) is not in it.
Aggregate AggregateOf(const v1alpha::IndicatorDefinition& definition,
                      const std::vector<Site>& sites);

}  // namespace lotse::engagement
