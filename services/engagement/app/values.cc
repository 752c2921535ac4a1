#include "services/engagement/app/values.h"

#include <vector>

#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/value_rules.h"
#include "services/engagement/domain/achievement.h"
#include "services/engagement/domain/measurement_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Indicator;
using v1alpha::Measurement;
using v1alpha::MeasurementStep;

namespace {

// Stores a measurement after a step; its warnings are those of now.
absl::Status SaveStep(Tx& tx, absl::string_view step, const std::string& reason,
                      Measurement* measurement) {
  Indicator indicator;
  std::vector<Measurement> all;
  if (absl::Status s = LoadAround(tx, *measurement, &indicator, &all); !s.ok()) return s;
  SetWarnings(indicator, all, measurement);
  return tx.Save(step, reason, measurement);
}

template <class Request>
absl::Status Step(Tx& tx, const Request& q, Measurement* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  const std::string name = v1alpha::MeasurementStep_Name(q.step());
  const absl::string_view step = absl::StripPrefix(name, "MEASUREMENT_STEP_");
  if (absl::Status s = TakeStep(MeasurementMachine(), step, r); !s.ok()) return s;
  return SaveStep(tx, step, q.reason(), r);
}

}  // namespace

absl::Status MoveMeasurement(Tx& tx, const v1alpha::MoveMeasurementRequest& q, Measurement* r) {
  if (q.step() != v1alpha::MEASUREMENT_STEP_SUBMIT &&
      q.step() != v1alpha::MEASUREMENT_STEP_WITHDRAW) {
    return rpc::InvalidFields(
        {Violation("step", {"SUBMIT oder WITHDRAW angeben; anderes ist zu entscheiden",
                            "give SUBMIT or WITHDRAW; others are decisions"})});
  }
  return Step(tx, q, r);
}

absl::Status DecideMeasurement(Tx& tx, const v1alpha::DecideMeasurementRequest& q, Measurement* r) {
  if (q.step() != v1alpha::MEASUREMENT_STEP_VALIDATE &&
      q.step() != v1alpha::MEASUREMENT_STEP_RETURN && q.step() != v1alpha::MEASUREMENT_STEP_LOCK) {
    return rpc::InvalidFields(
        {Violation("step", {"VALIDATE, RETURN oder LOCK angeben; anderes entscheidet nichts",
                            "give VALIDATE, RETURN or LOCK; others decide nothing"})});
  }
  return Step(tx, q, r);
}

absl::Status CorrectMeasurement(Tx& tx, const v1alpha::CorrectMeasurementRequest& q,
                                Measurement* r) {
  if (q.reason().empty()) {
    return rpc::InvalidFields(
        {Violation("reason", {"fehlt; was gesperrt ist, ändert sich nur mit einer Begründung",
                              "missing; what was locked changes with a reason only"})});
  }
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = Correct(q.reason(), tx.now(), r); !s.ok()) return s;
  return SaveStep(tx, "CORRECT", q.reason(), r);
}

absl::StatusOr<absl::CivilDay> AsOf(const Tx& tx, bool has, const google::type::Date& asked) {
  if (!has) return types::ToCivil(types::DayInBerlin(tx.now()));
  rpc::FieldViolations violations;
  if (types::CheckDate("as_of_date", asked, &violations)) return types::ToCivil(asked);
  return rpc::InvalidFields(violations);
}

absl::Status GetAchievement(Tx& tx, const v1alpha::GetAchievementRequest& q,
                            v1alpha::GetAchievementResponse* r) {
  const auto as_of = AsOf(tx, q.has_as_of_date(), q.as_of_date());
  if (!as_of.ok()) return as_of.status();
  Indicator indicator;
  std::vector<Measurement> measurements;
  if (absl::Status s = tx.Load(q.name(), &indicator); !s.ok()) return s;
  if (absl::Status s = LoadMeasurements(tx, q.name(), &measurements); !s.ok()) return s;
  *r = AchievementOf(indicator, measurements, {*as_of, q.drafts_too()});
  return absl::OkStatus();
}

}  // namespace lotse::engagement
