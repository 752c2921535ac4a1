#include "services/engagement/domain/value_checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"

namespace lotse::engagement {

using types::Decimal;
using v1alpha::IndicatorDefinition;

namespace {

// What is wrong with a number of this type; empty if nothing is.
absl::string_view FaultOfType(Decimal value, IndicatorDefinition::ValueType type) {
  switch (type) {
    case IndicatorDefinition::VALUE_TYPE_COUNT:
      return value.negative() ? "a count is not negative" : "";
    case IndicatorDefinition::VALUE_TYPE_PERCENT:
      return value.negative() || value > Decimal::FromInt(100) ? "per cent go from 0 to 100" : "";
    case IndicatorDefinition::VALUE_TYPE_RATIO:
      return value.negative() ? "a ratio is not negative" : "";
    default:
      return "";
  }
}

// Whether a number has at most so many digits behind the point that are not 0.
bool FitsDigits(Decimal value, int digits) {
  int64_t unit = 1;
  for (int i = digits; i < Decimal::kMaxFractionDigits; ++i) unit *= 10;
  return value.millionths() % unit == 0;
}

}  // namespace

std::optional<Decimal> CheckValue(absl::string_view field, const google::type::Decimal& value,
                                  const IndicatorDefinition& definition,
                                  rpc::FieldViolations* violations) {
  const std::optional<Decimal> number = types::CheckDecimal(field, value, violations);
  if (!number.has_value()) return {};
  const absl::string_view fault = FaultOfType(*number, definition.value_type());
  if (!fault.empty()) {
    violations->push_back({std::string(field), std::string(fault)});
    return {};
  }
  if (!FitsDigits(*number, definition.decimals())) {
    violations->push_back(
        {std::string(field), absl::StrCat("the definition takes at most ", definition.decimals(),
                                          " digits behind the point")});
    return {};
  }
  return number;
}

bool CanBeSummed(IndicatorDefinition::ValueType type) {
  return type == IndicatorDefinition::VALUE_TYPE_COUNT ||
         type == IndicatorDefinition::VALUE_TYPE_NUMBER;
}

bool MeasureTheSame(const IndicatorDefinition& a, const IndicatorDefinition& b) {
  return a.value_type() == b.value_type() && a.accumulation() == b.accumulation() &&
         google::protobuf::util::MessageDifferencer::Equals(a.unit(), b.unit());
}

const IndicatorDefinition& DefinitionOf(const v1alpha::Indicator& indicator, int version) {
  const bool earlier = version >= 1 && version <= indicator.earlier_definitions_size();
  return earlier ? indicator.earlier_definitions(version - 1) : indicator.definition();
}

}  // namespace lotse::engagement
