#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "runtime/resource/tx.h"

// What is done with values beyond the standard methods. Errors are documented at the
// methods.
namespace lotse::engagement {

absl::Status MoveMeasurement(resource::Tx& tx, const v1alpha::MoveMeasurementRequest& q,
                             v1alpha::Measurement* r);
absl::Status DecideMeasurement(resource::Tx& tx, const v1alpha::DecideMeasurementRequest& q,
                               v1alpha::Measurement* r);
absl::Status CorrectMeasurement(resource::Tx& tx, const v1alpha::CorrectMeasurementRequest& q,
                                v1alpha::Measurement* r);
absl::Status GetAchievement(resource::Tx& tx, const v1alpha::GetAchievementRequest& q,
                            v1alpha::GetAchievementResponse* r);

// The day that a question is about: `asked`, or today if it is absent. INVALID_FIELDS of
// `as_of_date`.
absl::StatusOr<absl::CivilDay> AsOf(const resource::Tx& tx, bool has,
                                    const google::type::Date& asked);

// About the values of several indicators.
absl::Status ListTargetActual(resource::Tx& tx, const v1alpha::ListTargetActualRequest& q,
                              v1alpha::ListTargetActualResponse* r);
absl::Status ListDueMeasurements(resource::Tx& tx, const v1alpha::ListDueMeasurementsRequest& q,
                                 v1alpha::ListDueMeasurementsResponse* r);

}  // namespace lotse::engagement
