#pragma once

#include <cstdint>
#include <optional>

#include "runtime/types/decimal.h"
#include "runtime/types/fraction.h"

// How much of the way from a baseline to a target is done. Source: domain invariant 11.
namespace lotse::indicators {

// (actual − baseline) / (target − baseline), exact and reduced; nothing if target and baseline
// are the same. It needs no regard for the direction: where a value shall decrease, both
// differences are negative. It is not clamped.
std::optional<types::Fraction> Achievement(types::Decimal baseline, types::Decimal target,
                                           types::Decimal actual);

// An achievement in tenths of a per cent, rounded once, half away from zero.
types::Wide PerMille(const types::Fraction& achievement);

// Both steps; nothing also if it does not fit.
std::optional<int32_t> AchievementPerMille(types::Decimal baseline, types::Decimal target,
                                           types::Decimal actual);

}  // namespace lotse::indicators
