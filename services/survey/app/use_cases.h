#pragma once

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/resource/store.h"
#include "services/survey/app/instrument_cache.h"
#include "services/survey/responses/response_store.h"

// What lotse-survey does beside the standard methods, one function per method.
// Errors and effects are documented at the methods in proto/lotse/survey/v1alpha.
namespace lotse::survey {

using resource::Tx;

absl::Status OpenWave(Tx& tx, const v1alpha::OpenWaveRequest& q, v1alpha::Wave* r);
absl::Status CloseWave(Tx& tx, ResponseStore& responses, const v1alpha::CloseWaveRequest& q,
                       v1alpha::Wave* r);

// Takes the store and not a transaction: no other call waits while a file is
// read.
absl::Status ImportInstrument(resource::Store& store, const resource::Cause& cause,
                              const v1alpha::ImportInstrumentRequest& q,
                              v1alpha::ImportInstrumentResponse* r);

// `*stored` is false when the call begins, and is kept while it runs again: the
// answers lie in another store, where a transaction that runs again finds what it
// stored itself.
absl::Status SubmitResponse(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                            const v1alpha::SubmitResponseRequest& q, bool* stored,
                            v1alpha::SubmitResponseResponse* r);

// Takes the store and not a transaction: a closed wave does not change any more,
// so the resources need not be held while its answers are counted.
absl::Status TabulateWave(resource::Store& store, ResponseStore& responses,
                          const v1alpha::TabulateWaveRequest& q, v1alpha::TabulateWaveResponse* r);

}  // namespace lotse::survey
