#include "services/survey/analysis/tables/figure_values.h"

#include <cmath>

#include "runtime/types/decimal.h"
#include "services/survey/analysis/statistics/proportions.h"
#include "services/survey/analysis/statistics/rounding.h"

namespace lotse::survey::tables {
namespace {

using v1alpha::Figure;
using v1alpha::FigureInterval;

int64_t PowerOfTen(int exponent) {
  int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// Rounded in units of 10^-digits.
Figure RoundedValue(double value, int digits) {
  const double units = std::round(value * static_cast<double>(PowerOfTen(digits)));
  // Beyond it there is no Decimal; Number looks closer.
  if (!(std::abs(units) < 9e18)) return None(Figure::UNDEFINED_OUT_OF_RANGE);
  return Number(static_cast<int64_t>(units), digits);
}

Figure::Undefined WhyNotOf(std::optional<int64_t> part, std::optional<int64_t> base,
                           int64_t minimum_base) {
  if (!part.has_value()) return Figure::UNDEFINED_PROTECTED;
  return WhyNot(base, minimum_base);
}

}  // namespace

Figure::Undefined WhyNot(std::optional<int64_t> people, int64_t minimum_base) {
  if (!people.has_value()) return Figure::UNDEFINED_PROTECTED;
  if (*people == 0) return Figure::UNDEFINED_EMPTY_BASE;
  return *people < minimum_base ? Figure::UNDEFINED_BASE_TOO_SMALL : Figure::UNDEFINED_UNSPECIFIED;
}

Figure None(Figure::Undefined why) {
  Figure figure;
  figure.set_undefined(why);
  return figure;
}

FigureInterval NoInterval(Figure::Undefined why) {
  FigureInterval interval;
  *interval.mutable_lower() = None(why);
  *interval.mutable_upper() = None(why);
  return interval;
}

Figure Number(int64_t units, int digits) {
  const int64_t limit = PowerOfTen(types::Decimal::kMaxIntegerDigits + digits);
  if (units <= -limit || units >= limit) return None(Figure::UNDEFINED_OUT_OF_RANGE);
  Figure figure;
  *figure.mutable_number() = types::Divide(units, PowerOfTen(digits), digits).ToProto();
  return figure;
}

Figure Count(std::optional<int64_t> people) {
  return people.has_value() ? Number(*people, 0) : None(Figure::UNDEFINED_PROTECTED);
}

Figure Rounded(const statistics::Figure& figure, int digits, double times) {
  if (!figure.defined()) return None(WhyOf(figure.why()));
  return RoundedValue(figure.value() * times, digits);
}

FigureInterval Rounded(const statistics::FigureOf<statistics::Interval>& interval, int digits,
                       double times) {
  if (!interval.defined()) return NoInterval(WhyOf(interval.why()));
  FigureInterval rounded;
  *rounded.mutable_lower() = RoundedValue(interval.value().lower * times, digits);
  *rounded.mutable_upper() = RoundedValue(interval.value().upper * times, digits);
  return rounded;
}

Figure::Undefined WhyOf(statistics::Undefined why) {
  switch (why) {
    case statistics::Undefined::kEmptyBase:
      return Figure::UNDEFINED_EMPTY_BASE;
    case statistics::Undefined::kTooFewCases:
      return Figure::UNDEFINED_TOO_FEW_CASES;
    case statistics::Undefined::kNoVariance:
    case statistics::Undefined::kNoChange:
      return Figure::UNDEFINED_NO_VARIANCE;
    case statistics::Undefined::kZeroExpected:
      return Figure::UNDEFINED_ZERO_EXPECTED;
    case statistics::Undefined::kTooFewCategories:
      return Figure::UNDEFINED_TOO_FEW_CATEGORIES;
    case statistics::Undefined::kTooFewItems:
      return Figure::UNDEFINED_TOO_FEW_ITEMS;
    case statistics::Undefined::kEmptyPopulation:
      return Figure::UNDEFINED_EMPTY_POPULATION;
    case statistics::Undefined::kNobodyTookPart:
    case statistics::Undefined::kNobodyToCompareWith:
      return Figure::UNDEFINED_NOBODY_TOOK_PART;
    case statistics::Undefined::kMoreThanPopulation:
      return Figure::UNDEFINED_MORE_THAN_POPULATION;
    case statistics::Undefined::kIsReference:
      return Figure::UNDEFINED_IS_REFERENCE;
    case statistics::Undefined::kOutOfRange:
      break;
  }
  return Figure::UNDEFINED_OUT_OF_RANGE;
}

Figure PercentOf(std::optional<int64_t> part, std::optional<int64_t> base, int64_t minimum_base) {
  const Figure::Undefined why = WhyNotOf(part, base, minimum_base);
  if (why != Figure::UNDEFINED_UNSPECIFIED) return None(why);
  return Number(statistics::RoundedPercent(*part, *base, kPercentDigits).value(), kPercentDigits);
}

FigureInterval IntervalOf(std::optional<int64_t> part, std::optional<int64_t> base,
                          int64_t minimum_base) {
  const Figure::Undefined why = WhyNotOf(part, base, minimum_base);
  if (why != Figure::UNDEFINED_UNSPECIFIED) return NoInterval(why);
  return Rounded(statistics::ShareOf(*part, *base).interval, kPercentDigits, 100);
}

}  // namespace lotse::survey::tables
