#pragma once

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"

// What an indicator says about its values: how they are defined, and what they are to reach.
// Source: domain invariants 11 to 13.
namespace lotse::indicators {

// Whether values under both definitions measure the same: unit, type of value and accumulation
// are the same. How they are collected, broken down or judged may differ.
bool MeasureTheSame(const engagement::v1alpha::IndicatorDefinition& a,
                    const engagement::v1alpha::IndicatorDefinition& b);

// The definition of a version, from 1; the present one for versions that are not kept as earlier
// ones. An indicator keeps all of its versions.
const engagement::v1alpha::IndicatorDefinition& DefinitionOf(
    const engagement::v1alpha::Indicator& indicator, int version);

// The target that counts on a day: the last whose period has begun, or the first; null if there
// is none.
const engagement::v1alpha::Target* TargetOn(const engagement::v1alpha::Indicator& indicator,
                                            absl::CivilDay day);

}  // namespace lotse::indicators
