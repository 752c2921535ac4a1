#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "runtime/rpc/field_violation.h"

// The states of a questionnaire: DRAFT, PUBLISHED, RETIRED. One that was stored before there were
// states is published (docs/adr/0031-versions-of-questionnaires.md).
namespace lotse::survey {

// Whether it is being written.
bool IsDraft(const v1alpha::Instrument& instrument);

// What is wrong with its `previous` by itself, with the path from the request: it has to be
// another questionnaire of the same engagement.
rpc::FieldViolations CheckPrevious(const v1alpha::Instrument& instrument);

// CONTENT_FINAL unless it is a draft.
absl::Status CheckMayChange(const v1alpha::Instrument& instrument);

// DRAFT to PUBLISHED. WRONG_STATE.
absl::Status CheckCanBePublished(const v1alpha::Instrument& instrument);

// Whether another can be published as the version after it: WRONG_STATE if it is a draft.
absl::Status CheckCanBeFollowed(const v1alpha::Instrument& previous);

// PUBLISHED to RETIRED. WRONG_STATE.
absl::Status RetireInstrument(absl::Time now, v1alpha::Instrument* instrument);

// What is wrong with choosing it for a wave: it has to be published.
rpc::FieldViolations CheckCanBeChosen(const v1alpha::Instrument& instrument);

// Whether a wave that asks it can be released: WRONG_STATE unless it is published.
absl::Status CheckCanBeAsked(const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
