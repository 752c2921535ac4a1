#pragma once

#include <cstdint>

#include "lotse/survey/v1alpha/release.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/analysis/tables/variables.h"

namespace lotse::survey::tables {

// Limits of releases. Source: release.proto.
inline constexpr int32_t kMinReleaseBase = 10;
inline constexpr int32_t kMaxReleaseBase = 10'000;
inline constexpr int32_t kMinReleaseCell = 5;
inline constexpr int32_t kMaxReleaseCell = 1'000;
inline constexpr int kMaxBreakVariables = 20;
inline constexpr int kMaxSensitiveVariables = 200;
inline constexpr int kMaxReleaseTables = 2'000;
inline constexpr int kMaxReleasesOfAWave = 100;

// Its thresholds with the defaults filled in.
int32_t MinimumBaseOf(const v1alpha::Release& release);
int32_t MinimumCellOf(const v1alpha::Release& release);

// What is wrong with a release by itself, with paths such as `release.minimum_cell`.
rpc::FieldViolations CheckRelease(const v1alpha::Release& release);

// What it names that the questionnaire of the wave does not have, or that cannot span a table.
rpc::FieldViolations CheckReleaseFits(const v1alpha::Release& release,
                                      const TableVariables& variables);

}  // namespace lotse::survey::tables
