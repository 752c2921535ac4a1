#pragma once

#include <string>
#include <vector>

#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Adds what holds for indicators and measurements beyond the annotations of their protos.
void AddValueRules(resource::Standard* standard);

// What holds of these among others in whatever state they are; for what is brought back.
//
// INVALID_FIELDS: an indicator whose shared one another of its engagement inherits.
absl::Status CheckPlace(resource::Tx& tx, const v1alpha::Indicator& indicator);
// INVALID_FIELDS: a measurement whose period overlaps another one, that is one too many, or
// whose values are none of its definition.
absl::Status CheckPlace(resource::Tx& tx, const v1alpha::Measurement& measurement);

// Loads what a measurement is compared with: its indicator and all of that which are not
// deleted.
absl::Status LoadAround(resource::Tx& tx, const v1alpha::Measurement& measurement,
                        v1alpha::Indicator* indicator,
                        std::vector<v1alpha::Measurement>* measurements);

// The measurements of an indicator that are not deleted.
absl::Status LoadMeasurements(resource::Tx& tx, const std::string& indicator,
                              std::vector<v1alpha::Measurement>* measurements);

}  // namespace lotse::engagement
