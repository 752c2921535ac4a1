#pragma once

#include <cmath>
#include <cstdint>
#include <variant>

// Statistics of survey data: pure functions of counts and of columns of codes. They know
// nothing of protection: what may be shown is decided before, and figures that are
// published are computed from the counts that are published.
//
// In all of them no count is negative, and the counts of one call add up to at most 10^15.
// A p that is smaller than any number a double holds (5 * 10^-324) is given as 0.
namespace lotse::survey::statistics {

// Why a figure has no value.
enum class Undefined {
  // Nobody, or nothing, is left to divide by.
  kEmptyBase = 1,
  // More cases are needed: a standard deviation needs two.
  kTooFewCases = 2,
  // All cases have the same value, so that nothing can be measured against their spread.
  kNoVariance = 3,
  // The margins say that nobody can be in this cell.
  kZeroExpected = 4,
  // A table needs two rows and two columns that are not empty.
  kTooFewCategories = 5,
  // A scale needs two items.
  kTooFewItems = 6,
  // No pair has changed.
  kNoChange = 7,
  // The population of the group, or of all groups, is 0 or not known.
  kEmptyPopulation = 8,
  // Nobody took part: of the group, or of all groups.
  kNobodyTookPart = 9,
  // Of those that are compared with nobody took part, so that no ratio can be formed.
  kNobodyToCompareWith = 10,
  // More took part than belong to the population: the two are not counted alike.
  kMoreThanPopulation = 11,
  // It is the group that the others are compared with.
  kIsReference = 12,
  // A parameter is outside of its range, or the value is too large for a number.
  kOutOfRange = 13,
};

// An interval around an estimate, both ends included.
struct Interval {
  double lower = 0;
  double upper = 0;

  friend bool operator==(const Interval&, const Interval&) = default;
};

template <typename T>
bool IsFinite(const T&) {
  return true;
}
inline bool IsFinite(double value) { return std::isfinite(value); }
inline bool IsFinite(const Interval& interval) {
  return std::isfinite(interval.lower) && std::isfinite(interval.upper);
}

// A value, or why there is none. It is never infinite and always a number: what is not
// becomes kOutOfRange.
template <typename T>
class FigureOf {
 public:
  FigureOf() = default;
  explicit FigureOf(Undefined why) : is_(why) {}
  explicit FigureOf(T value) {
    if (IsFinite(value)) {
      is_ = value;
    } else {
      is_ = Undefined::kOutOfRange;
    }
  }

  bool defined() const { return std::holds_alternative<T>(is_); }
  // To be asked only if it is defined; throws else.
  const T& value() const { return std::get<T>(is_); }
  // To be asked only if it is not defined; throws else.
  Undefined why() const { return std::get<Undefined>(is_); }

  friend bool operator==(const FigureOf&, const FigureOf&) = default;

 private:
  std::variant<Undefined, T> is_ = Undefined::kEmptyBase;
};

using Figure = FigureOf<double>;

// `numerator` / `denominator`; if that is 0, the reason.
inline Figure Ratio(double numerator, double denominator, Undefined if_zero) {
  return denominator == 0 ? Figure(if_zero) : Figure(numerator / denominator);
}

// 100 * `part` / `base`, or kEmptyBase. RoundedPercent is what is published of it.
inline Figure Percent(int64_t part, int64_t base) {
  return Ratio(100 * static_cast<double>(part), static_cast<double>(base), Undefined::kEmptyBase);
}

// The certainty that is usual in surveys.
inline constexpr double kConfidence = 0.95;

}  // namespace lotse::survey::statistics
