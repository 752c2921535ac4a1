#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/consent_text.pb.h"
#include "lotse/survey/v1alpha/guide.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/resource/standard.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {

// Adds what holds for questionnaires, surveys, their populations, texts and waves beyond the
// annotations of their protos. `responses` outlives the calls.
void AddRules(ResponseStore* responses, resource::Standard* standard);

// What holds for questionnaires that are drafts: only these are made and changed by the standard
// methods.
void AddInstrumentRules(resource::Standard* standard);

// RESOURCE_EXISTS if a draft has the name of a questionnaire that is to be published at once: even
// with the same content it is not what was asked for.
absl::Status CheckNoDraft(resource::Tx& tx, const v1alpha::Instrument& instrument);

// Makes a questionnaire one that is published now, with its hash. INVALID_FIELDS if it has none.
absl::Status Publish(absl::Time now, v1alpha::Instrument* instrument);

// Sets `content_sha256`, taken over the canonical JSON of what is asked, so that it
// can be computed again anywhere. INVALID_FIELDS if it has no such form.
absl::Status SetContentHash(v1alpha::Instrument* instrument);

// As for a questionnaire, over what people read and what it is.
absl::Status SetContentHash(v1alpha::ConsentText* text);

// The same over what is asked of a guide, and for which kinds of cases.
absl::Status SetContentHash(v1alpha::Guide* guide);

// The same over what a release of material says to those who read it.
absl::Status SetContentHash(v1alpha::MaterialRelease* release);

// Sets the response count that may be shown.
absl::Status SetResponseCount(ResponseStore& responses, v1alpha::Wave* wave);

}  // namespace lotse::survey
