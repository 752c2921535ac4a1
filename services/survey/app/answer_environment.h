#pragma once

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "services/survey/logic/values/environment.h"

namespace lotse::survey {

// Random numbers that nobody can guess, for expressions.
class SecureRandom : public logic::RandomSource {
 public:
  std::uint64_t Next() override;
};

// The time that is read for what is computed and kept of a wave (logic::Environment::kept_now): of
// an anonymous one the beginning of its field period, which is the same for all who answer.
std::optional<absl::Time> KeptNow(const v1alpha::Wave& wave);

// What expressions of a questionnaire read besides answers: the time of the call, the clocks of
// Europe/Berlin, where the administrations are, and chance; with the budget of steps of one call.
// As long as it is there. `kept_now` as in logic::Environment.
class AnswerEnvironment {
 public:
  explicit AnswerEnvironment(absl::Time now, std::optional<absl::Time> kept_now = std::nullopt);
  AnswerEnvironment(const AnswerEnvironment&) = delete;

  const logic::Environment& get() const { return environment_; }

 private:
  SecureRandom random_;
  std::int64_t steps_left_ = logic::kMaxStepsOfCall;
  logic::Environment environment_;
};

}  // namespace lotse::survey
