#include "runtime/types/decimal.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "runtime/types/fraction.h"

namespace lotse::types {
namespace {

bool AreDigits(absl::string_view text, size_t most) {
  if (text.empty() || text.size() > most) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return true;
}

int64_t Power(int exponent) {
  int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

std::optional<Decimal> Decimal::Parse(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  if (!AreDigits(whole, kMaxIntegerDigits) || (whole.size() > 1 && whole[0] == '0')) return {};
  std::string digits(whole);
  size_t behind = 0;
  if (point != absl::string_view::npos) {
    const absl::string_view fraction = text.substr(point + 1);
    if (!AreDigits(fraction, kMaxFractionDigits)) return {};
    behind = fraction.size();
    absl::StrAppend(&digits, fraction);
  }
  digits.append(kMaxFractionDigits - behind, '0');
  int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return Decimal(negative ? -value : value);
}

std::string Decimal::ToString() const {
  const uint64_t size = negative() ? -static_cast<uint64_t>(millionths_) : millionths_;
  std::string out = absl::StrCat(negative() ? "-" : "", size / kUnit);
  const uint64_t fraction = size % kUnit;
  if (fraction == 0) return out;
  absl::StrAppend(&out, absl::StrFormat(".%06d", fraction));
  out.erase(out.find_last_not_of('0') + 1);
  return out;
}

google::type::Decimal Decimal::ToProto() const {
  google::type::Decimal out;
  out.set_value(ToString());
  return out;
}

Decimal Divide(Wide numerator, Wide denominator, int digits) {
  const Wide rounded = RoundedQuotient(numerator * Power(digits), denominator);
  return Decimal::FromMillionths(static_cast<int64_t>(rounded) *
                                 Power(Decimal::kMaxFractionDigits - digits));
}

Decimal DecimalOf(const google::type::Decimal& value) {
  return Decimal::Parse(value.value()).value_or(Decimal());
}

std::optional<Decimal> CheckDecimal(absl::string_view field, const google::type::Decimal& value,
                                    rpc::FieldViolations* violations) {
  const std::optional<Decimal> parsed = Decimal::Parse(value.value());
  if (!parsed.has_value()) {
    violations->push_back(
        {std::string(field),
         absl::StrCat("not a decimal number; write it as 1234.5, with at most ",
                      Decimal::kMaxIntegerDigits, " digits before the point and ",
                      Decimal::kMaxFractionDigits, " behind it, without exponent or comma"),
         absl::StrCat("keine Dezimalzahl; als 1234.5 schreiben, mit höchstens ",
                      Decimal::kMaxIntegerDigits, " Ziffern vor dem Punkt und ",
                      Decimal::kMaxFractionDigits, " dahinter, ohne Exponent und Komma")});
  }
  return parsed;
}

}  // namespace lotse::types
