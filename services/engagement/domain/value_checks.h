#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "google/type/decimal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/types/decimal.h"

// What values of indicators are.
namespace lotse::engagement {

// Adds what is wrong with a value at `field`: it is a number of the definition's type with
// no more digits behind the point than it says. Returns the value if all is right.
std::optional<types::Decimal> CheckValue(absl::string_view field,
                                         const google::type::Decimal& value,
                                         const v1alpha::IndicatorDefinition& definition,
                                         rpc::FieldViolations* violations);

// Whether sums of such values mean something: a sum of per cents, ratios or scores does
// not.
bool CanBeSummed(v1alpha::IndicatorDefinition::ValueType type);

}  // namespace lotse::engagement
