#pragma once

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "services/survey/app/session.h"

// What lotse-survey does, one function per method. Errors and effects are
// documented at the methods in proto/lotse/survey/v1alpha.
namespace lotse::survey {

absl::Status GetInstrument(Session s, const v1alpha::GetInstrumentRequest& q,
                           v1alpha::Instrument* r);
absl::Status ListInstruments(Session s, const v1alpha::ListInstrumentsRequest& q,
                             v1alpha::ListInstrumentsResponse* r);
absl::Status CreateInstrument(Session s, const v1alpha::CreateInstrumentRequest& q,
                              v1alpha::Instrument* r);
// Takes the store and not a transaction: no other call waits while a file is
// read.
absl::Status ImportInstrument(resource::Store& store, const v1alpha::ImportInstrumentRequest& q,
                              v1alpha::ImportInstrumentResponse* r);

absl::Status GetSurvey(Session s, const v1alpha::GetSurveyRequest& q, v1alpha::Survey* r);
absl::Status ListSurveys(Session s, const v1alpha::ListSurveysRequest& q,
                         v1alpha::ListSurveysResponse* r);
absl::Status CreateSurvey(Session s, const v1alpha::CreateSurveyRequest& q, v1alpha::Survey* r);

absl::Status GetWave(Session s, const v1alpha::GetWaveRequest& q, v1alpha::Wave* r);
absl::Status ListWaves(Session s, const v1alpha::ListWavesRequest& q,
                       v1alpha::ListWavesResponse* r);
absl::Status CreateWave(Session s, const v1alpha::CreateWaveRequest& q, v1alpha::Wave* r);
absl::Status OpenWave(Session s, const v1alpha::OpenWaveRequest& q, v1alpha::Wave* r);
absl::Status CloseWave(Session s, const v1alpha::CloseWaveRequest& q, v1alpha::Wave* r);

absl::Status SubmitResponse(Session s, const v1alpha::SubmitResponseRequest& q,
                            v1alpha::SubmitResponseResponse* r);

// Takes the store and not a transaction: a closed wave does not change any more,
// so the resources need not be held while its answers are counted.
absl::Status TabulateWave(resource::Store& store, ResponseStore& responses,
                          const v1alpha::TabulateWaveRequest& q, v1alpha::TabulateWaveResponse* r);

// Sets the response count that may be shown.
absl::Status FillResponseCount(ResponseStore& responses, v1alpha::Wave* wave);

// The patterns of the names, as the protos give them.
inline constexpr char kEngagementName[] = "programmes/{programme}/engagements/{engagement}";
inline constexpr char kInstrumentName[] =
    "programmes/{programme}/engagements/{engagement}/instruments/{instrument}";
inline constexpr char kSurveyName[] =
    "programmes/{programme}/engagements/{engagement}/surveys/{survey}";
inline constexpr char kWaveName[] =
    "programmes/{programme}/engagements/{engagement}/surveys/{survey}/waves/{wave}";

}  // namespace lotse::survey
