#pragma once

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/population.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// Most strata of a population, and the largest one. Source: population.proto.
inline constexpr int kMaxStrata = 200;
inline constexpr int64_t kMaxStratumSize = 10'000'000;

// What is wrong with a population, with paths from `population`.
rpc::FieldViolations CheckPopulation(const v1alpha::Population& population);

// Sets the size: the sum of the strata if there are some and the size of each is known, else
// none.
void SetSize(v1alpha::Population* population);

// How far the waves are that ask a population.
enum class AskedBy { kPlannedWaves, kReleasedWaves, kClosedWaves };

// Whether a population may be changed from `before` to `after`, else WRONG_STATE with the
// first field that may not be changed as metadata `field`. Once one of its waves is released,
// who belongs to it and the codes of its strata stay; once one is closed, everything does.
absl::Status CheckPopulationUpdate(const v1alpha::Population& before,
                                   const v1alpha::Population& after, AskedBy asked_by);

}  // namespace lotse::survey
