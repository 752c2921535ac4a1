#pragma once

#include <cstdint>
#include <optional>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::tables {

// Digits behind the point (table.proto).
inline constexpr int kPercentDigits = 1;
inline constexpr int kMeanDigits = 2;
inline constexpr int kRatioDigits = 2;

// Why there is no figure of so many people; UNDEFINED_UNSPECIFIED: there can be one. nullopt: their
// number is protected.
v1alpha::Figure::Undefined WhyNot(std::optional<int64_t> people, int64_t minimum_base);

// The figure that has no value.
v1alpha::Figure None(v1alpha::Figure::Undefined why);
v1alpha::FigureInterval NoInterval(v1alpha::Figure::Undefined why);

// `units` of 10^-`digits`. A value that google.type.Decimal cannot hold is too large.
v1alpha::Figure Number(int64_t units, int digits);
v1alpha::Figure Count(std::optional<int64_t> people);

// `times` the value, rounded half up (a negative one half away from zero) to `digits`.
v1alpha::Figure Rounded(const statistics::Figure& figure, int digits, double times = 1);
v1alpha::FigureInterval Rounded(const statistics::FigureOf<statistics::Interval>& interval,
                                int digits, double times = 1);
// Why a statistic has no value, as the API says it.
v1alpha::Figure::Undefined WhyOf(statistics::Undefined why);

// Some of a base in per cent, and its Wilson interval. Either is nullopt if it is protected.
v1alpha::Figure PercentOf(std::optional<int64_t> part, std::optional<int64_t> base,
                          int64_t minimum_base);
v1alpha::FigureInterval IntervalOf(std::optional<int64_t> part, std::optional<int64_t> base,
                                   int64_t minimum_base);

}  // namespace lotse::survey::tables
