#include "services/engagement/domain/value_checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using types::Decimal;
using v1alpha::IndicatorDefinition;

namespace {

// What is wrong with a number of this type; absent if nothing is.
std::optional<rpc::Wording> FaultOfType(Decimal value, IndicatorDefinition::ValueType type) {
  switch (type) {
    case IndicatorDefinition::VALUE_TYPE_COUNT:
      if (!value.negative()) return {};
      return rpc::Wording{"eine Anzahl ist nicht negativ; 0 oder mehr angeben",
                          "a count is not negative; give 0 or more"};
    case IndicatorDefinition::VALUE_TYPE_PERCENT:
      if (!value.negative() && value <= Decimal::FromInt(100)) return {};
      return rpc::Wording{"Prozente gehen von 0 bis 100; eine Zahl davon angeben",
                          "per cent go from 0 to 100; give one of them"};
    case IndicatorDefinition::VALUE_TYPE_RATIO:
      if (!value.negative()) return {};
      return rpc::Wording{"ein Verhältnis ist nicht negativ; 0 oder mehr angeben",
                          "a ratio is not negative; give 0 or more"};
    default:
      return {};
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
  const std::optional<rpc::Wording> fault = FaultOfType(*number, definition.value_type());
  if (fault.has_value()) {
    violations->push_back(Violation(std::string(field), *fault));
    return {};
  }
  if (!FitsDigits(*number, definition.decimals())) {
    violations->push_back(
        Violation(std::string(field),
                  {absl::StrCat("die Definition lässt höchstens ", definition.decimals(),
                                " Stellen hinter dem Komma zu; so viele oder weniger angeben"),
                   absl::StrCat("the definition takes at most ", definition.decimals(),
                                " digits behind the point; give no more")}));
    return {};
  }
  return number;
}

bool CanBeSummed(IndicatorDefinition::ValueType type) {
  return type == IndicatorDefinition::VALUE_TYPE_COUNT ||
         type == IndicatorDefinition::VALUE_TYPE_NUMBER;
}

}  // namespace lotse::engagement
