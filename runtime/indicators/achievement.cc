#include "runtime/indicators/achievement.h"

#include <limits>

namespace lotse::indicators {

using types::Decimal;
using types::Fraction;
using types::Wide;

std::optional<Fraction> Achievement(Decimal baseline, Decimal target, Decimal actual) {
  const Wide start = baseline.millionths();
  const Wide way = target.millionths() - start;
  if (way == 0) return std::nullopt;
  return Fraction{actual.millionths() - start, way}.Reduced();
}

Wide PerMille(const Fraction& achievement) {
  return types::RoundedQuotient(achievement.numerator * 1000, achievement.denominator);
}

std::optional<int32_t> AchievementPerMille(Decimal baseline, Decimal target, Decimal actual) {
  const std::optional<Fraction> achievement = Achievement(baseline, target, actual);
  if (!achievement.has_value()) return std::nullopt;
  const Wide rounded = PerMille(*achievement);
  if (rounded > std::numeric_limits<int32_t>::max() ||
      rounded < std::numeric_limits<int32_t>::min()) {
    return std::nullopt;
  }
  return static_cast<int32_t>(rounded);
}

}  // namespace lotse::indicators
