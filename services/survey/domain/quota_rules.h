#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// Limits of quotas. Source: survey.proto and quota.proto.
inline constexpr int kMaxQuotas = 50;
inline constexpr int kMaxQuotaConditions = 8;
inline constexpr int kMinQuotaLimit = 10;
inline constexpr int kMaxQuotaLimit = 10'000'000;

// What is wrong with the quotas of a wave by themselves, with paths such as
// `wave.quotas[1].conditions[0].options`.
rpc::FieldViolations CheckQuotas(const v1alpha::Wave& wave);

// What they ask for that the questionnaire of the wave does not have.
rpc::FieldViolations CheckQuotasFit(const v1alpha::Wave& wave,
                                    const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
